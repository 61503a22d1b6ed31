// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/history.h"

namespace isochron {
namespace {

constexpr int kMostSteps = 1000;

/// Every step on the stack is ours; QUndoStack hands them out as constants.
HistoryStep& stepAt(const QUndoStack& stack, int index) {
  return *static_cast<HistoryStep*>(const_cast<QUndoCommand*>(stack.command(index)));
}

}  // namespace

History::History(QObject* parent) : QObject(parent) { stack_.setUndoLimit(kMostSteps); }

void History::push(HistoryStep* step) {
  stack_.push(step);
  trim();
  Q_EMIT changed();
}

bool History::canUndo() const {
  return stack_.canUndo() && !stack_.command(stack_.index() - 1)->isObsolete();
}

void History::undo() {
  Q_EMIT aboutToStep();
  if (!canUndo()) return;
  const HistoryStep& step = stepAt(stack_, stack_.index() - 1);
  const QString text = step.text(), place = step.place();
  stack_.undo();
  Q_EMIT changed();
  Q_EMIT undone(text, place);
}

void History::redo() {
  Q_EMIT aboutToStep();
  if (!canRedo()) return;
  const HistoryStep& step = stepAt(stack_, stack_.index());
  const QString text = step.text(), place = step.place();
  stack_.redo();
  Q_EMIT changed();
  Q_EMIT redone(text, place);
}

void History::clear() {
  stack_.clear();
  Q_EMIT changed();
}

void History::setBudget(std::size_t bytes) {
  budget_ = bytes;
  trim();
}

std::size_t History::bytes() const {
  std::size_t sum = 0;
  for (int i = 0; i < stack_.count(); ++i) sum += stepAt(stack_, i).bytes();
  return sum;
}

void History::trim() {
  std::size_t sum = 0;
  for (int i = stack_.count() - 1; i >= 0; --i) {
    sum += stepAt(stack_, i).bytes();
    // A stroke must be undoable however large the model is.
    if (sum > budget_ && i < stack_.index() - 1) stepAt(stack_, i).release();
  }
}

}  // namespace isochron
