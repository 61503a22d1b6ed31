// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/model_library.h"

#include <QFileInfo>
#include <algorithm>

#include "project/add_remove_step.h"

namespace isochron {
namespace {

std::size_t bytesOf(const TrainedModel& model) {
  std::size_t sum = sizeof(model);
  if (!model.archive) return sum;
  for (const auto& [name, array] : model.archive->arrays()) sum += array.bytes.size();
  return sum;
}

}  // namespace

std::string TrainedModel::kindOf(const Archive& archive) {
  const auto found = archive.metadata.find("kind");
  const bool told = found != archive.metadata.end() && found->is_string();
  return told ? found->get<std::string>() : std::string();
}

ModelLibrary::ModelLibrary(History& history, QObject* parent)
    : QObject(parent), history_(history) {}

const TrainedModel* ModelLibrary::find(std::uint64_t id) const {
  const auto found = std::find_if(models_.begin(), models_.end(),
                                  [&](const TrainedModel& model) { return model.id == id; });
  return found == models_.end() ? nullptr : &*found;
}

TrainedModel* ModelLibrary::findMutable(std::uint64_t id) {
  return const_cast<TrainedModel*>(find(id));
}

std::uint64_t ModelLibrary::open(const QString& path, std::shared_ptr<const Archive> archive) {
  const QString place = QFileInfo(path).absoluteFilePath();
  TrainedModel opened{0, QFileInfo(place).completeBaseName(), place, std::move(archive)};
  const auto same = std::find_if(models_.begin(), models_.end(),
                                 [&](const TrainedModel& model) { return model.path == place; });
  if (same != models_.end()) {
    const std::uint64_t id = same->id;
    update(id, std::move(opened.archive));
    return id;
  }
  opened.id = ++lastId_;
  pushStep(opened, models_.size(), true, tr("open model %1").arg(opened.title));
  return opened.id;
}

std::uint64_t ModelLibrary::addShipped(const QString& path,
                                       std::shared_ptr<const Archive> archive) {
  const QFileInfo file(path);
  models_.push_back(
      {++lastId_, file.completeBaseName(), file.absoluteFilePath(), std::move(archive), true});
  Q_EMIT listChanged();
  return lastId_;
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
  Q_EMIT listChanged();
}

void ModelLibrary::remove(std::uint64_t id) {
  const TrainedModel* model = find(id);
  if (model == nullptr) return;
  pushStep(*model, static_cast<std::size_t>(model - models_.data()), false,
           tr("remove model %1").arg(model->title));
}

void ModelLibrary::replace(std::vector<TrainedModel> models, int current) {
  for (TrainedModel& model : models) model.id = ++lastId_;
  models_ = std::move(models);
  const bool answers = current >= 0 && static_cast<std::size_t>(current) < models_.size();
  current_ = answers ? models_[static_cast<std::size_t>(current)].id : 0;
  Q_EMIT listChanged();
  Q_EMIT currentChanged();
}

void ModelLibrary::put(const TrainedModel& model, std::size_t index) {
  const auto place = static_cast<std::ptrdiff_t>(std::min(index, models_.size()));
  models_.insert(models_.begin() + place, model);
  Q_EMIT listChanged();
}

TrainedModel ModelLibrary::take(std::uint64_t id) {
  const TrainedModel* found = find(id);
  if (found == nullptr) return {};
  TrainedModel model = *found;
  models_.erase(models_.begin() + (found - models_.data()));
  if (id == current_) setCurrent(0);
  Q_EMIT listChanged();
  return model;
}

void ModelLibrary::pushStep(const TrainedModel& model, std::size_t index, bool comes,
                            const QString& text) {
  using Step = AddRemoveStep<TrainedModel>;
  // Which one answered is taken up again where it had to end with the step.
  const auto before = std::make_shared<std::uint64_t>(current_);
  const auto answered = std::make_shared<bool>(false);
  const Step::List list{[this, answered](const TrainedModel& item, std::size_t at) {
                          put(item, at);
                          if (*answered) setCurrent(item.id);
                        },
                        [this, before, answered](std::uint64_t id) {
                          *answered = id == current_;
                          TrainedModel taken = take(id);
                          if (*answered && find(*before) != nullptr) setCurrent(*before);
                          return taken;
                        },
                        bytesOf};
  history_.push(new Step(list, model, index, comes ? Step::Change::Comes : Step::Change::Goes, text,
                         QStringLiteral("train")));
}

void ModelLibrary::setCurrent(std::uint64_t id) {
  if (id == current_) return;
  current_ = id;
  Q_EMIT currentChanged();
}

}  // namespace isochron
