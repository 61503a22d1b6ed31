// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/model_source.h"

#include <QCoreApplication>
#include <algorithm>

#include "field/error.h"
#include "generators/earth_recipe.h"
#include "thumbnail.h"

namespace isochron {
namespace {

constexpr QSize kLargestPreview{360, 240};

/// As wide as it may be; the height follows the extent, within reason.
QSize previewSize(const Grid& grid) {
  const double aspect = std::clamp(grid.depth() / grid.width(), 0.2, 2.0);
  QSize size(kLargestPreview.width(), static_cast<int>(kLargestPreview.width() * aspect));
  if (size.height() > kLargestPreview.height()) size.scale(kLargestPreview, Qt::KeepAspectRatio);
  return size;
}

/// The same as generate() gives, with its recipe. Throws Error, and Cancelled.
MakeAnswer makeEarth(const MakeRequest& request, const WorkMonitor& monitor) {
  const EarthRecipe recipe =
      request.recipe.empty()
          ? earthRecipe(request.grid, request.seed)
          : parseEarthRecipe(
                request.recipe,
                QCoreApplication::translate("ModelSource", "The recipe").toStdString());
  MakeAnswer answer{request, {}, recipeText(recipe), {}};
  answer.model = std::make_shared<const VelocityModel>(
      request.grid, earthVelocity(request.grid, recipe, monitor));
  return answer;
}

}  // namespace

FileAnswer readModelFile(const FileRequest& request, const std::stop_token& stop) {
  FileAnswer answer;
  answer.request = request;
  try {
    OpenOptions options = request.options;
    options.stop = stop;
    const VelocityFile file = VelocityFile::open(request.path.toStdString(), options);
    answer.opened = true;
    answer.summary = file.summary();
    answer.guess = file.guess();
    answer.layout = request.layout.value_or(file.guess().layout);
    answer.modelCount = file.modelCount(answer.layout);
    if (stop.stop_requested()) return answer;
    VelocityModel model = file.read(answer.layout, request.index);
    if (stop.stop_requested()) return answer;
    if (request.reducedNx > 0 && request.reducedNz > 0)
      model = resample(model, request.reducedNx, request.reducedNz);
    answer.preview = thumbnail(model.field(), {}, previewSize(model.grid()), {}, 1.0);
    answer.model = std::make_shared<const VelocityModel>(std::move(model));
  } catch (const std::exception& failure) {
    answer.problem = QString::fromStdString(failure.what());
  }
  return answer;
}

MakeAnswer makeModel(const MakeRequest& request, const WorkMonitor& monitor) {
  MakeAnswer answer;
  answer.request = request;
  try {
    if (request.kind == ModelKind::Earth) return makeEarth(request, monitor);
    answer.model = std::make_shared<const VelocityModel>(
        generate(request.kind, request.grid, request.seed, {}, monitor));
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& failure) {
    answer.problem = QString::fromStdString(failure.what());
  }
  return answer;
}

QString generatedTitle(ModelKind kind, std::uint64_t seed) {
  const auto& kinds = modelKinds();
  const auto info = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const ModelKindInfo& other) { return other.kind == kind; });
  return QCoreApplication::translate("ModelSource", "%1, seed %2")
      .arg(QString::fromStdString(info->title))
      .arg(seed);
}

QString generatedTitle(const MakeRequest& request) {
  if (request.recipe.empty()) return generatedTitle(request.kind, request.seed);
  return QCoreApplication::translate("ModelSource", "Earth, edited");
}

ModelSource::ModelSource(QObject* parent)
    : QObject(parent),
      worker_(
          [this](const Request& request, const std::stop_token& stop, const auto& publish) {
            if (const auto* file = std::get_if<FileRequest>(&request))
              return publish(readModelFile(*file, stop));
            progress_ = 0.0;
            try {
              publish(makeModel(std::get<MakeRequest>(request),
                                {stop, [this](double share) { progress_ = share; }}));
            } catch (const Cancelled&) {
              // Nobody waits for it.
            }
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &ModelSource::deliver);
}

void ModelSource::read(const FileRequest& request) { worker_.submit(request, true); }

void ModelSource::make(const MakeRequest& request) { worker_.submit(request, true); }

void ModelSource::cancel() { worker_.cancel(); }

void ModelSource::deliver() {
  const auto answer = worker_.take();
  if (!answer) return;
  if (const auto* file = std::get_if<FileAnswer>(&*answer))
    Q_EMIT fileRead(*file);
  else
    Q_EMIT modelMade(std::get<MakeAnswer>(*answer));
}

}  // namespace isochron
