// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/data_library.h"

#include <QFileInfo>
#include <algorithm>

namespace isochron {

const OpenDataSet* DataLibrary::find(std::uint64_t id) const {
  const auto found = std::find_if(sets_.begin(), sets_.end(),
                                  [&](const OpenDataSet& set) { return set.id == id; });
  return found == sets_.end() ? nullptr : &*found;
}

std::uint64_t DataLibrary::open(const QString& path) {
  return add(std::make_shared<const DataSet>(DataSet::open(path.toStdString())));
}

std::uint64_t DataLibrary::add(std::shared_ptr<const DataSet> data) {
  const QFileInfo file(QString::fromStdString(data->path().string()));
  const QString place = file.absoluteFilePath();
  const auto same = std::find_if(sets_.begin(), sets_.end(),
                                 [&](const OpenDataSet& set) { return set.path == place; });
  std::uint64_t id = 0;
  if (same == sets_.end()) {
    id = ++lastId_;
    sets_.push_back({id, file.completeBaseName(), place, std::move(data)});
  } else {
    id = same->id;
    same->data = std::move(data);
  }
  Q_EMIT listChanged();
  return id;
}

void DataLibrary::remove(std::uint64_t id) {
  if (std::erase_if(sets_, [&](const OpenDataSet& set) { return set.id == id; }) > 0)
    Q_EMIT listChanged();
}

}  // namespace isochron
