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

struct OpenDataSet {
  std::uint64_t id = 0;  // of this library; 0: none
  QString title;
  QString path;
  std::shared_ptr<const DataSet> data;  // may be read from any thread
};

class DataLibrary : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  const std::vector<OpenDataSet>& sets() const { return sets_; }
  /// Null where there is no set of that number.
  const OpenDataSet* find(std::uint64_t id) const;

  /// Opens a file in the layout it is guessed to have; one that is open already is opened again.
  /// Returns its number. Throws Error.
  std::uint64_t open(const QString& path);
  std::uint64_t add(std::shared_ptr<const DataSet> data);
  /// Forgets it; its file stays.
  void remove(std::uint64_t id);

 Q_SIGNALS:
  void listChanged();

 private:
  std::vector<OpenDataSet> sets_;
  std::uint64_t lastId_ = 0;
};

}  // namespace isochron
