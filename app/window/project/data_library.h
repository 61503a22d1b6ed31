// SPDX-License-Identifier: GPL-3.0-or-later
// DataLibrary: the data sets that are open, which of them is chosen, and how it is split.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/dataset.h"
#include "project/set_scanner.h"
#include "project/set_split.h"

namespace isochron {

class History;

struct OpenDataSet {
  std::uint64_t id = 0;  // of this library; 0: none
  QString title;
  QString path;
  std::shared_ptr<const DataSet> data;  // may be read from any thread
};

/// Sets come and go in undo steps. A set that comes is chosen; where the chosen one goes, its
/// neighbour is. Choosing and splitting are no undo steps.
class DataLibrary : public QObject {
  Q_OBJECT
 public:
  explicit DataLibrary(History& history, QObject* parent = nullptr);

  const std::vector<OpenDataSet>& sets() const { return sets_; }
  /// Null where there is no set of that number.
  const OpenDataSet* find(std::uint64_t id) const;

  /// The set that all workspaces look at, unless they are told otherwise; null while none is open.
  const OpenDataSet* chosen() const { return find(chosen_); }
  /// A number that no set has changes nothing.
  void choose(std::uint64_t id);
  /// Its parts for training, validation and test.
  const SplitSettings& split() const { return split_; }
  void setSplit(const SplitSettings& split);

  /// Velocity ranges and statistics, found in the background: a range from a sample of the models
  /// at once, all the rest once scanner().wantStatistics() was called.
  SetScanner& scanner() { return scanner_; }
  const SetScanner& scanner() const { return scanner_; }

  /// A file that is open already is opened again. Returns its number.
  std::uint64_t add(std::shared_ptr<const DataSet> data);
  /// Forgets it; its file stays.
  void remove(std::uint64_t id);
  /// These and no others, as a project has them; `chosen` counts in `sets`, from 0, and -1 is the
  /// last. Cannot be undone.
  void replace(const std::vector<std::shared_ptr<const DataSet>>& sets, int chosen = -1);

 Q_SIGNALS:
  void listChanged();
  /// Another set is chosen, or the chosen one was opened anew. After listChanged().
  void chosenChanged();
  void splitChanged();

 private:
  OpenDataSet openSet(std::shared_ptr<const DataSet> data) const;
  void put(const OpenDataSet& set, std::size_t index);
  OpenDataSet take(std::uint64_t id);
  void pushStep(const OpenDataSet& set, std::size_t index, bool comes, const QString& text);
  void scan();
  void tellList(std::uint64_t chosen);

  History& history_;
  std::vector<OpenDataSet> sets_;
  std::uint64_t lastId_ = 0;
  std::uint64_t chosen_ = 0;
  SplitSettings split_;
  SetScanner scanner_;
};

}  // namespace isochron
