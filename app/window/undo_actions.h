// SPDX-License-Identifier: GPL-3.0-or-later
// UndoActions: the project's undo and redo, for menus and tool bars.
#pragma once

#include <QObject>

class QAction;

namespace isochron {

class Document;

/// Two actions that say what they would take back, or why they cannot.
class UndoActions : public QObject {
  Q_OBJECT
 public:
  UndoActions(Document& document, QAction* undo, QAction* redo, QObject* parent = nullptr);

 private:
  void show();

  Document& document_;
  QAction* undo_;
  QAction* redo_;
};

}  // namespace isochron
