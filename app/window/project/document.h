// SPDX-License-Identifier: GPL-3.0-or-later
// Document: the model, source and receivers that the window works on, with undo.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "field/painting.h"
#include "field/velocity_model.h"
#include "formats/velocity_file.h"
#include "project/history.h"

namespace isochron {

using ModelPointer = std::shared_ptr<const VelocityModel>;

/// Where a model came from.
struct ModelOrigin {
  QString title;                       // "Salt, seed 3" or a file name
  QString path;                        // empty for a model that the program made
  std::optional<ImportLayout> layout;  // how a file was read
  QString recipe = {};                 // of an earth that was generated, as text
};

struct DocumentState {
  ModelPointer model;
  ModelOrigin origin;
  Point source;                  // km
  std::vector<Point> receivers;  // km
  std::uint64_t revision = 0;    // one number for one set of velocities
};

/// Holds a recorded state, which undo walks through, and the shown state, which runs ahead of it
/// while something is dragged. A drag is many previews and one commit: one undo step.
/// Everything placed is kept inside the grid; receivers that do not exist are not touched.
class Document : public QObject {
  Q_OBJECT
 public:
  /// Starts with a model, the source in its middle and a line of receivers at its top.
  Document(ModelPointer model, ModelOrigin origin, QObject* parent = nullptr);
  /// Its steps go into a history that it shares with others.
  Document(ModelPointer model, ModelOrigin origin, History& history, QObject* parent = nullptr);

  const DocumentState& state() const { return shown_; }
  /// Without what is only previewed.
  const DocumentState& recordedState() const { return recorded_; }
  const ModelPointer& model() const { return shown_.model; }
  const Grid& grid() const { return shown_.model->grid(); }
  Point source() const { return shown_.source; }
  const std::vector<Point>& receivers() const { return shown_.receivers; }
  const ModelOrigin& origin() const { return shown_.origin; }
  /// True when no file and no generator would give these velocities back.
  bool isUnsaved() const;
  /// The same, but for the project's file.
  bool differsFromOrigin() const { return previewing_ || !saved_.contains(recorded_.revision); }
  bool isPreviewing() const { return previewing_; }

  // --- edits, each one undo step --------------------------------------------------------------
  /// Another model. Source and receivers stay where the extent stays, else they are placed anew.
  void load(ModelPointer model, ModelOrigin origin);
  /// The same with the places of source and receivers, in one step of that name.
  void load(ModelPointer model, ModelOrigin origin, Point source, std::vector<Point> receivers,
            const QString& text);
  void setVelocity(const Painting& painting, const QString& text);
  void setSource(Point position);
  void setReceivers(std::vector<Point> receivers, const QString& text);
  void addReceiver(Point position);
  void moveReceiver(int index, Point position);
  void removeReceiver(int index);

  // --- previews, shown but not recorded -------------------------------------------------------
  void previewVelocity(Array velocity);
  void previewSource(Point position);
  void previewReceiver(int index, Point position);
  /// Shows the recorded state again.
  void cancelPreview();

  // --- undo, of the whole history ----------------------------------------------------------------
  bool canUndo() const { return history_.canUndo(); }
  bool canRedo() const { return history_.canRedo(); }
  void undo() { history_.undo(); }
  void redo() { history_.redo(); }
  QString undoText() const { return history_.undoText(); }
  QString redoText() const { return history_.redoText(); }
  const QUndoStack& history() const { return history_.stack(); }
  void setHistoryBudget(std::size_t bytes) { history_.setBudget(bytes); }
  std::size_t historyBytes() const { return history_.bytes(); }

  /// The velocities of that revision are now in the project's file.
  void markKept(std::uint64_t revision);
  /// Another drawing, which cannot be undone; source and receivers are kept inside its grid.
  void replace(DocumentState state, bool unsaved);

 Q_SIGNALS:
  void velocityChanged();  // same grid or another
  void sourceChanged();
  void receiversChanged();
  void statusChanged();  // title, unsaved mark, undo and redo
  /// undo() or redo() was asked for: what is held in the hand should be dropped.
  void aboutToStep();
  /// An undo step was made, undone or redone; previews are gone.
  void recorded();

 private:
  friend class PatchCommand;
  friend class SourceCommand;
  friend class ReceiversCommand;
  friend class LoadCommand;

  bool hasReceiver(int index) const;
  void begin(ModelPointer model, ModelOrigin origin);
  void push(HistoryStep* step);
  void show(DocumentState state);
  void record(DocumentState state);
  std::uint64_t nextRevision() { return ++lastRevision_; }

  DocumentState recorded_;
  DocumentState shown_;
  bool previewing_ = false;
  std::uint64_t lastRevision_ = 0;
  std::map<std::uint64_t, QString> saved_;  // revisions that a file or a generator gives back
  std::optional<std::uint64_t> kept_;       // the revision in the project's file
  std::unique_ptr<History> own_;            // where none is shared
  History& history_;
};

/// How many receivers a drawing begins with.
inline constexpr int kFirstReceivers = 9;

/// `count` receivers at equal distances along the top of a grid, the corners left out.
std::vector<Point> receiversAlongTop(const Grid& grid, int count);

/// The middle of a grid.
Point middle(const Grid& grid);

}  // namespace isochron
