// SPDX-License-Identifier: GPL-3.0-or-later
// TrainWorkspace: the stages trained while one looks.
#pragma once

#include <filesystem>

#include "train/train_controller.h"
#include "workspace.h"

class QDockWidget;
class QStackedWidget;

namespace isochron {

class LossPlot;
class MessageBar;
class RunBar;
class RunList;
class SetupPanel;
class StartPage;
class TrainingView;

/// Composes; TrainController does. Space plays and pauses, N steps, R resets.
class TrainWorkspace : public Workspace {
  Q_OBJECT
 public:
  /// `runs`: where runs are kept; empty: where the program keeps its data.
  explicit TrainWorkspace(Project& project, std::filesystem::path runs = {},
                          QWidget* parent = nullptr);
  ~TrainWorkspace() override;

  std::vector<ShortcutSection> shortcuts() const override;
  void arrange() override;
  void activate() override;
  bool open(const QString& path, Opening opening) override;
  Json projectState() const override;
  void restoreProjectState(const Json& state) override;

  TrainController& controller() { return *controller_; }
  RunBar& bar() { return *bar_; }
  SetupPanel& setup() { return *setup_; }
  RunList& runs() { return *runs_; }
  LossPlot& plot() { return *plot_; }
  TrainingView& view() { return *view_; }
  StartPage& start() { return *start_; }
  MessageBar& message() { return *message_; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void build();
  void buildShortcuts();
  void connectAll();
  void showState();
  void showCentre();
  void showCurves();
  void showGhosts();
  void wantPictures();
  void openData();
  void writeCsv();

  void restoreWaiting();
  void dataIsOpen(const OpenSetAnswer& answer);
  void showWritingFailed(const QString& sentence);

  Project& project_;
  TrainController* controller_;
  RunBar* bar_;
  MessageBar* message_;
  SetupPanel* setup_;
  RunList* runs_;
  QDockWidget* setupDock_;
  QDockWidget* runsDock_;
  QDockWidget* lossDock_;
  QStackedWidget* centre_;
  StartPage* start_;  // while there is no run
  TrainingView* view_;
  LossPlot* plot_;
  SetOpener opener_;
  std::optional<Json> waitingState_;  // to be restored once the stages are loaded
};

}  // namespace isochron
