// SPDX-License-Identifier: GPL-3.0-or-later
// DataWorkspace: data sets to look at, to make, to open and to part.
#pragma once

#include <QSettings>

#include "data/data_commands.h"
#include "data/gallery_model.h"
#include "data/generate_sheet.h"
#include "long_job.h"
#include "message_bar.h"
#include "project/model_source.h"
#include "project/project.h"
#include "project/set_opener.h"
#include "project/set_scanner.h"
#include "workspace.h"

class QStackedWidget;

namespace isochron {

class GalleryBar;
class GalleryView;
class ImportSheet;
class JobBar;
class ModelPanel;
class SetList;
class SplitPanel;
class StatisticsPanel;

/// From left to right: the sets that are open, the models of the chosen one as a gallery, one
/// model and the velocities of all.
class DataWorkspace : public Workspace {
  Q_OBJECT
 public:
  explicit DataWorkspace(Project& project, QWidget* parent = nullptr);
  ~DataWorkspace() override;

  QString ownMenuTitle() const override { return dataMenuTitle(); }
  QList<QAction*> menuEntries(CommandMenu menu) const override { return actions_.entries(menu); }
  std::vector<ShortcutSection> shortcuts() const override;
  void arrange() override;
  void activate() override;
  bool open(const QString& path, Opening opening) override;
  bool mayClose() override;
  bool isSettled() const override;
  Json projectState() const override;
  void restoreProjectState(const Json& state) override;

  /// The selected models, or all that are shown, go to an npy file.
  void exportModelsTo(const QString& path);
  void exportStatisticsTo(const QString& path);
  void exportHistogramTo(const QString& path);

  QAction* action(DataCommandId id) const { return actions_[id]; }
  /// Null: none is open.
  const OpenDataSet* chosen() const;
  SetList& list() { return *list_; }
  GalleryView& gallery() { return *gallery_; }
  GalleryModel& models() { return *models_; }
  GalleryBar& bar() { return *bar_; }
  ModelPanel& detail() { return *detail_; }
  StatisticsPanel& statistics() { return *statistics_; }
  SplitPanel& split() { return *split_; }
  GenerateSheet& generateSheet() { return *generateSheet_; }
  ImportSheet& importSheet() { return *importSheet_; }
  LongJob& job() { return job_; }
  JobBar& jobBar() { return *jobBar_; }
  QString message() const { return message_->text(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  // data_workspace.cpp
  void build();
  QWidget* buildEmpty();
  QWidget* buildGallery();
  void buildPanels();
  void connectAll();
  void connectCommands();
  /// Null where nothing is known.
  const SetFindings* findingsOf(const DataSet* set) const;
  void listSets();
  void showChosen();
  void showFindings(const DataSet* seen);
  void showSplit();
  void showParts();
  void applyFilter();
  void applyLook();
  void wantPictures();
  void showModel(std::int64_t model);
  void useModel();
  void updateActions();
  void checkSettled();
  std::vector<std::int64_t> modelsToExport() const;

  // data_workspace_files.cpp
  void connectFiles();
  void startGenerating();
  void generate(const GenerateRequest& request);
  void askForFile();
  void openSetNow(const OpenSetRequest& request);
  void tellReading(const QString& path);
  void readForSheet(const FileRequest& request);
  void fileRead(const FileAnswer& answer);
  void startImport(const FileAnswer& answer);
  void closeSheets();
  void setOpened(const OpenSetAnswer& answer);
  void jobFinished(LongJob::Outcome outcome, const QString& problem);
  void beginAnew();
  void addSet(const std::shared_ptr<const DataSet>& models);
  QString askWhereTo(const QString& title, const QString& ending, const QString& filter);
  void tellProblem(const QString& sentence);

  QSettings settings_;
  Project& project_;
  Actions<DataCommandId> actions_;
  SetOpener opener_;
  ModelSource source_;
  GalleryModel* models_;

  QStackedWidget* pages_ = nullptr;
  JobBar* jobBar_ = nullptr;
  MessageBar* message_ = nullptr;
  GalleryBar* bar_ = nullptr;
  GalleryView* gallery_ = nullptr;
  SetList* list_ = nullptr;
  SplitPanel* split_ = nullptr;
  ModelPanel* detail_ = nullptr;
  StatisticsPanel* statistics_ = nullptr;
  ImportSheet* importSheet_ = nullptr;
  GenerateSheet* generateSheet_ = nullptr;

  Json firstState_;  // how an empty project is looked at
  bool reading_ = false;
  bool closeAllowed_ = false;
  std::shared_ptr<std::shared_ptr<const DataSet>> made_;  // by the job, when it is done
  bool madeForThisProject_ = false;
  QString doneNote_;
  LongJob job_;  // last: it ends before what its work has to do with
};

}  // namespace isochron
