// SPDX-License-Identifier: GPL-3.0-or-later
// MainWindow: the frame around the workspaces: menus, the bar that switches, title, layout.
#pragma once

#include <QMainWindow>
#include <QSettings>
#include <memory>
#include <vector>

#include "frame_commands.h"
#include "latest_answer.h"
#include "model_counter.h"
#include "project/autosave.h"
#include "project/project.h"
#include "workspace.h"
#include "workspaces.h"

class QMenuBar;
class QStackedWidget;

namespace isochron {

class MessageBar;
class ProjectActions;
class ShippedModels;
class UndoActions;
class WorkspaceBar;

/// Puts workspaces around one project; what they do is theirs.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  enum class Layout { Remembered, Standard };

  /// Opens on a finished picture.
  explicit MainWindow(Layout layout = Layout::Remembered, QWidget* parent = nullptr);
  /// Keeps the work for after a crash, and offers what a crash has left.
  void autosave(const AutosavePlan& plan);
  /// One of them answers; that is how the project begins. They come when they have been read;
  /// isSettled() waits for them.
  void openModelsThatShip();
  ~MainWindow() override;
  /// The session is about to end: from now on closing asks nothing, and what is not saved is kept
  /// and offered at the next start.
  void prepareForSessionEnd();

  Project& project() { return project_; }
  ProjectActions& projectActions() { return *projectActions_; }
  /// Null only where no workspace could be made.
  Workspace* current() const;
  /// Shows it; makes it on its first visit. Null where there is none of that name, or where it
  /// cannot be made, which is then told.
  Workspace* showWorkspace(const QString& name);
  /// Null where it was not visited yet.
  Workspace* workspace(const QString& name) const;
  QAction* action(FrameCommandId id) const { return (*actions_)[id]; }

  /// A project is opened as such, and a trained model in the current workspace where that takes
  /// it. One velocity model opens in Explore and several in Data, whichever workspace is shown.
  void openFile(const QString& path, Workspace::Opening opening = Workspace::Opening::AskHow);

  /// True when nothing that the picture needs is computed in the background.
  bool isSettled() const;

 Q_SIGNALS:
  void settled();
  void openFailed(const QString& sentence);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct Place {
    WorkspaceInfo info;
    Workspace* workspace = nullptr;
    QByteArray standardLayout;
    QAction* action = nullptr;
  };

  void buildCentre();
  void connectAppearance();
  void buildMenus();
  void connectCommands();
  void fillMenus();
  void fillPanelsMenu();
  void showIndex(int index);
  void makeWorkspace(Place& place);
  void buildProjectActions();
  void openTrainedModel(const QString& path, Workspace::Opening opening);
  void count(const QString& path);
  void openVelocities(const CountedFile& file);
  void showStatus();
  void showStep(const QString& sentence, const QString& place);
  void addViews(ProjectContents& contents) const;
  void restoreViews(const ProjectContents& contents);
  void restoreViewOf(const Place& place);
  void showAllShortcuts();
  void restoreGeometryOf(Layout layout);
  void saveSettings();
  int indexOf(const QString& name) const;

  QSettings settings_;
  Layout layout_;
  Project project_;
  std::vector<Place> places_;
  std::unique_ptr<Actions<FrameCommandId>> actions_;
  UndoActions* undoActions_ = nullptr;
  ProjectActions* projectActions_ = nullptr;
  Workspace::Opening opening_ = Workspace::Opening::AskHow;  // what is being counted
  ShippedModels* shippedModels_ = nullptr;
  bool sessionEnds_ = false;
  Json views_ = Json::object();  // the project's, of workspaces that were not visited yet

  MessageBar* offers_ = nullptr;
  MessageBar* message_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  QMenuBar* menus_ = nullptr;
  WorkspaceBar* bar_ = nullptr;
  QMenu* panels_ = nullptr;
  LatestAnswer<QString, CountedFile> counter_;  // last: stops first
};

}  // namespace isochron
