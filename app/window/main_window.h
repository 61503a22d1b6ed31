// SPDX-License-Identifier: GPL-3.0-or-later
// MainWindow: puts view, panels and menus together around one document.
#pragma once

#include <QMainWindow>
#include <QSettings>
#include <map>
#include <memory>

#include "commands.h"
#include "document.h"
#include "exports.h"
#include "gallery_thumbnails.h"
#include "live_answers.h"
#include "message_bar.h"
#include "model_source.h"
#include "recent_files.h"
#include "tool_controller.h"
#include "view_presenter.h"

class QLabel;

namespace isochron {

class ExportSheet;
class GalleryPanel;
class ImportSheet;
class ReceiversPanel;
class SourcePanel;
class ToolOptionsPanel;
class ViewPanel;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  enum class Layout { Remembered, Standard };

  /// Opens on a finished picture: a model that the program makes.
  explicit MainWindow(Layout layout = Layout::Remembered, QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Shows in the import sheet how the file will be read.
  void openFile(const QString& path);
  /// Reads the file at once: with its guess, or as it was read before.
  void openDirectly(const RecentFile& file);

  Document& document() { return document_; }
  FieldView& view() { return *view_; }
  ToolController& tools() { return *tools_; }
  ViewPresenter& presenter() { return *presenter_; }
  QAction* action(CommandId id) const { return actions_.at(id); }
  QString message() const { return message_->text(); }

  /// True when nothing is being read, made, solved or drawn in the background.
  bool isSettled() const;

 Q_SIGNALS:
  void settled();
  /// A file could not be read; the sentence is shown in place.
  void openFailed(const QString& sentence);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  enum class Reading { Nothing, ForSheet, Directly };

  // main_window.cpp
  void buildCentre();
  void buildPanels();
  void buildStatusBar();
  void acceptDropsEverywhere();
  void connectDocument();
  void connectView();
  void connectPanels();
  void showStatus();
  void showAnswer(const LiveAnswer& answer);
  void showProbe(Point position);
  void adaptBrushOutline();
  void restoreLayout(Layout layout);
  void checkSettled();

  // main_window_commands.cpp
  void buildActions();
  void connectCommands();
  void connectViewCommands();
  void showOptions(const ViewOptions& options);
  void scaleBrush(double factor);
  void refreshIcons();
  void showShortcuts();
  void showAbout();

  // main_window_files.cpp
  void connectFiles();
  void askForFile();
  void startReading(const FileRequest& request, Reading reading);
  void fileRead(const FileAnswer& answer);
  void loadFile(const FileAnswer& answer);
  void makeModel(ModelKind kind, std::uint64_t seed);
  void modelMade(const MakeAnswer& answer);
  void requestThumbnails();
  void startExport(ExportKind kind, const QString& extension);
  void runExport(const ExportRequest& request);
  void importReceivers();
  void fillRecentMenu();
  void askBeforeClosing();

  QSettings settings_;
  RecentFiles recent_;
  Document document_;
  LiveAnswers answers_;
  ModelSource source_;
  GalleryThumbnails thumbnails_;

  FieldView* view_ = nullptr;
  ViewPresenter* presenter_ = nullptr;
  ToolController* tools_ = nullptr;
  MessageBar* message_ = nullptr;
  ImportSheet* importSheet_ = nullptr;
  ExportSheet* exportSheet_ = nullptr;
  ToolOptionsPanel* toolOptions_ = nullptr;
  ViewPanel* viewPanel_ = nullptr;
  SourcePanel* sourcePanel_ = nullptr;
  ReceiversPanel* receiversPanel_ = nullptr;
  GalleryPanel* gallery_ = nullptr;
  QMenu* recentMenu_ = nullptr;
  QLabel* probeLabel_ = nullptr;
  QLabel* answerLabel_ = nullptr;
  QLabel* documentLabel_ = nullptr;

  std::map<CommandId, QAction*> actions_;
  QByteArray standardLayout_;
  Reading reading_ = Reading::Nothing;
  bool making_ = false;
  bool thumbnailsDone_ = false;
  bool closeConfirmed_ = false;
  bool closeAfterSaving_ = false;
};

}  // namespace isochron
