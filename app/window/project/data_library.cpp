// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/data_library.h"

#include <QFileInfo>
#include <algorithm>

#include "project/add_remove_step.h"

namespace isochron {

DataLibrary::DataLibrary(History& history, QObject* parent) : QObject(parent), history_(history) {}

// --- which set, and how -------------------------------------------------------------------------

const OpenDataSet* DataLibrary::find(std::uint64_t id) const {
  const auto found = std::find_if(sets_.begin(), sets_.end(),
                                  [&](const OpenDataSet& set) { return set.id == id; });
  return found == sets_.end() ? nullptr : &*found;
}

void DataLibrary::choose(std::uint64_t id) {
  if (id == chosen_ || find(id) == nullptr) return;
  chosen_ = id;
  scan();
  Q_EMIT chosenChanged();
}

void DataLibrary::setSplit(const SplitSettings& split) {
  if (split == split_) return;
  split_ = split;
  Q_EMIT splitChanged();
}

/// The chosen set first.
void DataLibrary::scan() {
  std::vector<std::shared_ptr<const DataSet>> order;
  for (const OpenDataSet& set : sets_)
    order.insert(set.id == chosen_ ? order.begin() : order.end(), set.data);
  scanner_.setSets(order);
}

void DataLibrary::tellList(std::uint64_t chosen) {
  chosen_ = chosen;
  scan();
  Q_EMIT listChanged();
  Q_EMIT chosenChanged();
}

// --- what is open -------------------------------------------------------------------------------

OpenDataSet DataLibrary::openSet(std::shared_ptr<const DataSet> data) const {
  const QFileInfo file(QString::fromStdString(data->path().string()));
  return {0, file.completeBaseName(), file.absoluteFilePath(), std::move(data)};
}

std::uint64_t DataLibrary::add(std::shared_ptr<const DataSet> data) {
  OpenDataSet set = openSet(std::move(data));
  const auto same = std::find_if(sets_.begin(), sets_.end(),
                                 [&](const OpenDataSet& other) { return other.path == set.path; });
  if (same != sets_.end()) {
    same->data = std::move(set.data);
    const std::uint64_t id = same->id;
    tellList(id);
    return id;
  }
  set.id = ++lastId_;
  const std::uint64_t id = set.id;
  pushStep(set, sets_.size(), true, tr("open data set %1").arg(set.title));
  return id;
}

void DataLibrary::remove(std::uint64_t id) {
  const OpenDataSet* set = find(id);
  if (set == nullptr) return;
  pushStep(*set, static_cast<std::size_t>(set - sets_.data()), false,
           tr("remove data set %1").arg(set->title));
}

void DataLibrary::replace(const std::vector<std::shared_ptr<const DataSet>>& sets, int chosen) {
  sets_.clear();
  for (const auto& data : sets) {
    sets_.push_back(openSet(data));
    sets_.back().id = ++lastId_;
  }
  const auto index = static_cast<std::size_t>(chosen);
  const bool known = chosen >= 0 && index < sets_.size();
  tellList(sets_.empty() ? 0 : known ? sets_[index].id : sets_.back().id);
}

void DataLibrary::put(const OpenDataSet& set, std::size_t index) {
  const auto place = static_cast<std::ptrdiff_t>(std::min(index, sets_.size()));
  sets_.insert(sets_.begin() + place, set);
  tellList(set.id);
}

OpenDataSet DataLibrary::take(std::uint64_t id) {
  const OpenDataSet* found = find(id);
  if (found == nullptr) return {};
  OpenDataSet set = *found;
  const auto index = static_cast<std::size_t>(found - sets_.data());
  sets_.erase(sets_.begin() + static_cast<std::ptrdiff_t>(index));
  if (find(chosen_) != nullptr) {
    scan();
    Q_EMIT listChanged();
  } else {
    tellList(sets_.empty() ? 0 : sets_[std::min(index, sets_.size() - 1)].id);
  }
  return set;
}

void DataLibrary::pushStep(const OpenDataSet& set, std::size_t index, bool comes,
                           const QString& text) {
  using Step = AddRemoveStep<OpenDataSet>;
  // A set is a file that is mapped, not memory of ours.
  const Step::List list{[this](const OpenDataSet& item, std::size_t at) { put(item, at); },
                        [this](std::uint64_t id) { return take(id); },
                        [](const OpenDataSet&) { return sizeof(OpenDataSet); }};
  history_.push(new Step(list, set, index, comes ? Step::Change::Comes : Step::Change::Goes, text,
                         QStringLiteral("data")));
}

}  // namespace isochron
