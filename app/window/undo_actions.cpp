// SPDX-License-Identifier: GPL-3.0-or-later
#include "undo_actions.h"

#include <QAction>

#include "project/history.h"

namespace isochron {

UndoActions::UndoActions(History& history, QAction* undo, QAction* redo, QObject* parent)
    : QObject(parent), history_(history), undo_(undo), redo_(redo) {
  connect(undo_, &QAction::triggered, &history_, &History::undo);
  connect(redo_, &QAction::triggered, &history_, &History::redo);
  connect(&history_, &History::changed, this, &UndoActions::show);
  show();
}

void UndoActions::show() {
  const bool canUndo = history_.canUndo();
  const bool canRedo = history_.canRedo();
  undo_->setEnabled(canUndo);
  redo_->setEnabled(canRedo);
  undo_->setText(canUndo ? tr("&Undo %1").arg(history_.undoText()) : tr("&Undo"));
  redo_->setText(canRedo ? tr("&Redo %1").arg(history_.redoText()) : tr("&Redo"));
  undo_->setToolTip(canUndo ? undo_->text().remove(QLatin1Char('&'))
                            : tr("There is nothing to undo."));
  redo_->setToolTip(canRedo ? redo_->text().remove(QLatin1Char('&'))
                            : tr("There is nothing to redo."));
}

}  // namespace isochron
