// SPDX-License-Identifier: GPL-3.0-or-later
// UndoActions: the project's undo and redo, for menus and tool bars.
#pragma once

#include <QObject>

class QAction;

namespace isochron {

class History;

/// Two actions that say what they would take back, or why they cannot.
class UndoActions : public QObject {
  Q_OBJECT
 public:
  UndoActions(History& history, QAction* undo, QAction* redo, QObject* parent = nullptr);

 private:
  void show();

  History& history_;
  QAction* undo_;
  QAction* redo_;
};

}  // namespace isochron
