// SPDX-License-Identifier: GPL-3.0-or-later
// History: the project's one undo history, of steps in all workspaces.
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>
#include <cstddef>

namespace isochron {

/// A step that knows how many bytes it holds and can give them back. A released step is obsolete:
/// it can no longer be undone.
class HistoryStep : public QUndoCommand {
 public:
  /// `place` names the workspace in which the step is seen.
  HistoryStep(const QString& text, QString place) : QUndoCommand(text), place_(std::move(place)) {}
  const QString& place() const { return place_; }
  virtual std::size_t bytes() const = 0;
  void release() {
    drop();
    setObsolete(true);
  }

 protected:
  virtual void drop() = 0;

 private:
  QString place_;
};

/// Undo takes back what was done last, wherever that was. What is shown meanwhile (a drag, a
/// preview) is dropped first. Undo by this class rather than by the stack: steps that were
/// dropped to keep the memory bounded cannot be undone.
class History : public QObject {
  Q_OBJECT
 public:
  explicit History(QObject* parent = nullptr);

  /// Does the step (its redo()) and keeps it.
  void push(HistoryStep* step);
  bool canUndo() const;
  bool canRedo() const { return stack_.canRedo(); }
  void undo();
  void redo();
  QString undoText() const { return stack_.undoText(); }
  QString redoText() const { return stack_.redoText(); }
  /// Forgets all steps.
  void clear();

  const QUndoStack& stack() const { return stack_; }
  /// Bytes that the steps may hold; the oldest are dropped beyond it, the newest always stays.
  void setBudget(std::size_t bytes);
  std::size_t bytes() const;

 Q_SIGNALS:
  /// undo() or redo() was asked for: what is held in the hand should be dropped.
  void aboutToStep();
  /// A step was taken back or done again: its text, and the workspace in which it is seen.
  void undone(const QString& text, const QString& place);
  void redone(const QString& text, const QString& place);
  /// Other steps can be undone or redone than before.
  void changed();

 private:
  void trim();

  std::size_t budget_ = std::size_t{256} << 20U;
  QUndoStack stack_;
};

}  // namespace isochron
