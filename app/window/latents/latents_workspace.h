// SPDX-License-Identifier: GPL-3.0-or-later
// LatentsWorkspace: what stage 1 makes of velocity models: reconstructions, a map, and walks.
#pragma once

#include <QSettings>

#include "latents/latents_commands.h"
#include "latents/latents_controller.h"
#include "workspace.h"

class QDockWidget;
class QLabel;

namespace isochron {

class ChoiceBar;
class LatentPictures;
class MapPanel;
class MessageBar;
class WalkPanel;

/// Composes; LatentsController does.
class LatentsWorkspace : public Workspace {
  Q_OBJECT
 public:
  explicit LatentsWorkspace(Project& project, QWidget* parent = nullptr);
  ~LatentsWorkspace() override;

  QString ownMenuTitle() const override { return latentsMenuTitle(); }
  QList<QAction*> menuEntries(CommandMenu menu) const override { return actions_.entries(menu); }
  std::vector<ShortcutSection> shortcuts() const override;
  void arrange() override;
  void activate() override;
  bool open(const QString& path, Opening opening) override;
  Json projectState() const override;
  void restoreProjectState(const Json& state) override;
  bool isSettled() const override { return !controller_->isBusy(); }

  LatentsController& controller() { return *controller_; }
  ChoiceBar& choice() { return *choice_; }
  LatentPictures& pictures() { return *pictures_; }
  MapPanel& mapPanel() { return *map_; }
  WalkPanel& walk() { return *walk_; }
  MessageBar& message() { return *message_; }
  QAction* action(LatentsCommandId id) const { return actions_[id]; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void build();
  void connectChoice();
  void connectMap();
  void connectWalk();
  void connectCommands();
  void connectMessages();
  void beginAnew();
  void showLists();
  void showChoice();
  void showWalk();
  void showMap();
  void showAnswer();
  void openLatents(const QString& path);
  void askForLatents();
  void exportMap();
  void exportPicture();

  QSettings settings_;
  Json firstState_;  // how an empty project is looked at
  Project& project_;
  LatentsController* controller_;
  Actions<LatentsCommandId> actions_;
  ChoiceBar* choice_ = nullptr;
  MessageBar* message_ = nullptr;
  LatentPictures* pictures_ = nullptr;
  MapPanel* map_ = nullptr;
  WalkPanel* walk_ = nullptr;
  QDockWidget* mapDock_ = nullptr;
  QDockWidget* walkDock_ = nullptr;
  QLabel* probe_ = nullptr;
  QLabel* facts_ = nullptr;
};

}  // namespace isochron
