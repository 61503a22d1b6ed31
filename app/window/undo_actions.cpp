// SPDX-License-Identifier: GPL-3.0-or-later
#include "undo_actions.h"

#include <QAction>

#include "project/document.h"

namespace isochron {

UndoActions::UndoActions(Document& document, QAction* undo, QAction* redo, QObject* parent)
    : QObject(parent), document_(document), undo_(undo), redo_(redo) {
  connect(undo_, &QAction::triggered, &document_, &Document::undo);
  connect(redo_, &QAction::triggered, &document_, &Document::redo);
  connect(&document_, &Document::statusChanged, this, &UndoActions::show);
  show();
}

void UndoActions::show() {
  const bool canUndo = document_.canUndo();
  const bool canRedo = document_.canRedo();
  undo_->setEnabled(canUndo);
  redo_->setEnabled(canRedo);
  undo_->setText(canUndo ? tr("&Undo %1").arg(document_.undoText()) : tr("&Undo"));
  redo_->setText(canRedo ? tr("&Redo %1").arg(document_.redoText()) : tr("&Redo"));
  undo_->setToolTip(canUndo ? undo_->text().remove(QLatin1Char('&'))
                            : tr("There is nothing to undo."));
  redo_->setToolTip(canRedo ? redo_->text().remove(QLatin1Char('&'))
                            : tr("There is nothing to redo."));
}

}  // namespace isochron
