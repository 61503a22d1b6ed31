// SPDX-License-Identifier: GPL-3.0-or-later
// DataLibrary: the data sets that are open, from files or just generated.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/dataset.h"

namespace isochron {

class History;

struct OpenDataSet {
  std::uint64_t id = 0;  // of this library; 0: none
  QString title;
  QString path;
  std::shared_ptr<const DataSet> data;  // may be read from any thread
};

/// Sets come and go in undo steps.
class DataLibrary : public QObject {
  Q_OBJECT
 public:
  explicit DataLibrary(History& history, QObject* parent = nullptr);

  const std::vector<OpenDataSet>& sets() const { return sets_; }
  /// Null where there is no set of that number.
  const OpenDataSet* find(std::uint64_t id) const;

  /// Opens a file in the layout it is guessed to have; one that is open already is opened again.
  /// Returns its number. Throws Error.
  std::uint64_t open(const QString& path);
  std::uint64_t add(std::shared_ptr<const DataSet> data);
  /// Forgets it; its file stays.
  void remove(std::uint64_t id);
  /// These and no others, as a project has them; cannot be undone.
  void replace(const std::vector<std::shared_ptr<const DataSet>>& sets);

 Q_SIGNALS:
  void listChanged();

 private:
  OpenDataSet openSet(std::shared_ptr<const DataSet> data) const;
  void put(const OpenDataSet& set, std::size_t index);
  OpenDataSet take(std::uint64_t id);
  void pushStep(const OpenDataSet& set, std::size_t index, bool comes, const QString& text);

  History& history_;
  std::vector<OpenDataSet> sets_;
  std::uint64_t lastId_ = 0;
};

}  // namespace isochron
