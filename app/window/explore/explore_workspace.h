// SPDX-License-Identifier: GPL-3.0-or-later
// ExploreWorkspace: draw a velocity model and see its traveltimes: view, panels and tools around
// the project's drawing.
#pragma once

#include <QSettings>

#include "explore/explore_commands.h"
#include "explore/exports.h"
#include "explore/gallery_thumbnails.h"
#include "explore/live_answers.h"
#include "explore/network_loader.h"
#include "explore/tool_controller.h"
#include "explore/view_presenter.h"
#include "message_bar.h"
#include "project/model_opener.h"
#include "project/model_source.h"
#include "project/project.h"
#include "project/recent_files.h"
#include "workspace.h"

class QLabel;

namespace isochron {

class AnswerBar;
class ComparisonSheet;
class ExportSheet;
class GalleryPanel;
class ImportSheet;
class ReceiversImport;
class ReceiversPanel;
class RecipeSheet;
class SourcePanel;
class ToolOptionsPanel;
class ViewPanel;
class WorkProgress;

class ExploreWorkspace : public Workspace {
  Q_OBJECT
 public:
  explicit ExploreWorkspace(Project& project, QWidget* parent = nullptr);
  ~ExploreWorkspace() override;

  /// Shows in the import sheet how the file will be read.
  void openFile(const QString& path);
  /// Reads the file at once: with its guess, or as it was read before.
  void openDirectly(const RecentFile& file);

  FieldView& view() { return *view_; }
  ToolController& tools() { return *tools_; }
  ViewPresenter& presenter() { return *presenter_; }
  QAction* action(CommandId id) const { return actions_[id]; }
  QString message() const { return message_->text(); }

  QString ownMenuTitle() const override { return toolMenuTitle(); }
  QList<QAction*> menuEntries(CommandMenu menu) const override;
  std::vector<ShortcutSection> shortcuts() const override;
  void arrange() override;
  void activate() override;
  bool open(const QString& path, Opening opening) override;
  bool isSettled() const override;

  Json projectState() const override;
  void restoreProjectState(const Json& state) override;

  NetworkLoader& loader() { return loader_; }

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Reading { Nothing, ForSheet, Directly };

  // explore_workspace.cpp
  void buildCentre();
  void buildPanels();
  void buildStatusBar();
  void connectDocument();
  void connectView();
  void connectPanels();
  void showStatus();
  void showAnswer(const LiveAnswer& answer);
  void showProbe(Point position);
  void adaptBrushOutline();
  void checkSettled();
  void showSolving();

  // explore_networks.cpp
  void connectNetworks();
  void listNetworks();
  void loadCurrentNetwork();
  void networkLoaded(std::shared_ptr<LoadedNetwork> network);
  void askForNetwork();
  void openNetworkFile(const QString& path);
  void networkRead(const ReadModel& model);
  void putDrawingOn(const Grid& grid);
  void compareWithTraining();
  void showNetworkAnswer(const LiveAnswer& answer);

  // explore_menus.cpp
  void buildToolBar();
  void connectCommands();
  void connectViewCommands();
  void showOptions(const ViewOptions& options);
  void scaleBrush(double factor);
  void refreshIcons();

  // explore_files.cpp
  void connectFiles();
  void askForFile();
  void startReading(const FileRequest& request, Reading reading);
  void fileRead(const FileAnswer& answer);
  void loadFile(const FileAnswer& answer);
  void makeModel(ModelKind kind, std::uint64_t seed);
  void startMaking(const MakeRequest& request);
  void cancelMaking();
  void modelMade(const MakeAnswer& answer);
  void showRecipe();
  void makeEarth(const QString& recipe);
  void requestThumbnails();
  void startExport(ExportKind kind, const QString& extension);
  void runExport(const ExportRequest& request);
  void exportPicture(const ExportRequest& request);
  void importReceivers();

  QSettings settings_;
  RecentFiles recent_;
  Project& project_;
  Document& document_;
  History& history_;
  ModelLibrary& networks_;
  LiveAnswers answers_;
  ModelOpener networkOpener_;
  NetworkLoader loader_;
  ModelSource source_;
  GalleryThumbnails thumbnails_;

  Actions<CommandId> actions_;
  FieldView* view_ = nullptr;
  ViewPresenter* presenter_ = nullptr;
  ToolController* tools_ = nullptr;
  MessageBar* message_ = nullptr;
  AnswerBar* answerBar_ = nullptr;
  ImportSheet* importSheet_ = nullptr;
  ExportSheet* exportSheet_ = nullptr;
  RecipeSheet* recipeSheet_ = nullptr;
  ComparisonSheet* comparisonSheet_ = nullptr;
  ToolOptionsPanel* toolOptions_ = nullptr;
  ViewPanel* viewPanel_ = nullptr;
  SourcePanel* sourcePanel_ = nullptr;
  ReceiversPanel* receiversPanel_ = nullptr;
  ReceiversImport* receiversImport_ = nullptr;
  GalleryPanel* gallery_ = nullptr;
  QAction* undo_ = nullptr;
  QAction* redo_ = nullptr;
  WorkProgress* makingProgress_ = nullptr;
  WorkProgress* solvingProgress_ = nullptr;
  QLabel* probeLabel_ = nullptr;
  QLabel* answerLabel_ = nullptr;
  QLabel* documentLabel_ = nullptr;

  /// The colours of a project whose network does not answer yet.
  std::optional<ViewOptions> awaited_;
  std::optional<Point> pointer_;  // over the picture, km
  Reading reading_ = Reading::Nothing;
  bool making_ = false;
  bool thumbnailsDone_ = false;
};

}  // namespace isochron
