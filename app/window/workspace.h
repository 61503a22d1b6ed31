// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace: one of the window's places of work: Data, Latents, Train, Explore.
#pragma once

#include <QList>
#include <QMainWindow>
#include <vector>

#include "command.h"
#include "shortcuts_page.h"
#include "training/archive.h"

class QAction;
class QDockWidget;

namespace isochron {

class Project;

/// Fills the window while it is the current one. It has docks, tool bars and a status bar of its
/// own; the window remembers their layout. What a workspace shares with others is in the project.
/// It may work on while it is hidden; its keys do not work then.
class Workspace : public QMainWindow {
  Q_OBJECT
 public:
  /// AsBefore: as it was read when it was opened last.
  enum class Opening { AskHow, Directly, AsBefore };

  explicit Workspace(QWidget* parent = nullptr);

  /// The title of the menu between Edit and View with the actions of CommandMenu::Own, with its
  /// mnemonic; empty: no such menu.
  virtual QString ownMenuTitle() const { return {}; }
  /// Its part of a menu, while it is the current one. Separators are actions, too.
  virtual QList<QAction*> menuEntries(CommandMenu) const { return {}; }
  /// For the page of keyboard shortcuts.
  virtual std::vector<ShortcutSection> shortcuts() const { return {}; }

  /// Docks and tool bars as they are at first; called once the workspace has its size.
  virtual void arrange() {}
  /// It came to the front: put the keyboard where work begins.
  virtual void activate() {}
  /// A file that was dropped on the window or given on the command line. False: not for here.
  virtual bool open(const QString&, Opening) { return false; }
  /// False: something has to be asked first; closeConfirmed() follows where the answer allows it.
  virtual bool mayClose() { return true; }
  /// What a project keeps of it beside what is shared: how it is looked at, which tool is in the
  /// hand. Any object.
  virtual Json projectState() const { return Json::object(); }
  /// The same again, from a file: by this version or another, or an untrusted one. What is
  /// missing stays as it is. May throw Json::exception, after which the rest stays as it is.
  virtual void restoreProjectState(const Json&) {}
  /// True when nothing that the first picture needs is being computed in the background.
  virtual bool isSettled() const { return true; }

  /// The layout now, or as it was remembered.
  QByteArray layoutState() const { return saveState(); }
  void restoreLayoutState(const QByteArray& state) { restoreState(state); }

 Q_SIGNALS:
  void settled();
  void closeConfirmed();
  /// Another place of work should be shown, by its name.
  void workspaceAsked(const QString& name);
  /// A file could not be read; the sentence is shown in place.
  void openFailed(const QString& sentence);

 protected:
  /// A dock with `content`. `name` is that of its settings; never shown.
  QDockWidget* addPanel(const QString& name, const QString& title, QWidget* content,
                        Qt::DockWidgetArea area);
  /// Panels scroll rather than force a small screen to grow.
  static QWidget* scrolling(QWidget* content);

  /// Docks that float are windows: they go and come with their workspace.
  void hideEvent(QHideEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  QList<QWidget*> hiddenDocks_;
};

}  // namespace isochron
