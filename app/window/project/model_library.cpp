// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/model_library.h"

#include <QFileInfo>
#include <algorithm>

#include "field/error.h"

namespace isochron {

const TrainedModel* ModelLibrary::find(std::uint64_t id) const {
  const auto found = std::find_if(models_.begin(), models_.end(),
                                  [&](const TrainedModel& model) { return model.id == id; });
  return found == models_.end() ? nullptr : &*found;
}

TrainedModel* ModelLibrary::findMutable(std::uint64_t id) {
  return const_cast<TrainedModel*>(find(id));
}

std::uint64_t ModelLibrary::open(const QString& path) {
  const QString place = QFileInfo(path).absoluteFilePath();
  auto archive = std::make_shared<const Archive>(Archive::read(place.toStdString()));
  const auto same = std::find_if(models_.begin(), models_.end(),
                                 [&](const TrainedModel& model) { return model.path == place; });
  if (same != models_.end()) {
    const std::uint64_t id = same->id;
    update(id, std::move(archive));
    return id;
  }
  const std::uint64_t id = add(QFileInfo(place).completeBaseName(), std::move(archive));
  findMutable(id)->path = place;
  return id;
}

std::uint64_t ModelLibrary::add(const QString& title, std::shared_ptr<const Archive> archive) {
  models_.push_back({++lastId_, title, {}, std::move(archive)});
  Q_EMIT listChanged();
  return lastId_;
}

void ModelLibrary::update(std::uint64_t id, std::shared_ptr<const Archive> archive) {
  TrainedModel* model = findMutable(id);
  if (model == nullptr) return;
  model->archive = std::move(archive);
  if (id == current_) Q_EMIT currentChanged();
}

void ModelLibrary::setPath(std::uint64_t id, const QString& path) {
  TrainedModel* model = findMutable(id);
  if (model == nullptr) return;
  model->path = QFileInfo(path).absoluteFilePath();
  model->title = QFileInfo(path).completeBaseName();
  Q_EMIT listChanged();
}

void ModelLibrary::remove(std::uint64_t id) {
  if (std::erase_if(models_, [&](const TrainedModel& model) { return model.id == id; }) == 0)
    return;
  if (id == current_) setCurrent(0);
  Q_EMIT listChanged();
}

void ModelLibrary::setCurrent(std::uint64_t id) {
  if (id == current_) return;
  current_ = id;
  Q_EMIT currentChanged();
}

}  // namespace isochron
