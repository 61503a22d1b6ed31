// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/sample_source.h"

#include <algorithm>

#include "field/error.h"
#include "thumbnail.h"

namespace isochron {
namespace {

constexpr int kMostNodes = 128;

Grid thinned(const Grid& grid) {
  Grid thin = grid;
  thin.nx = std::min(grid.nx, kMostNodes);
  thin.nz = std::min(grid.nz, kMostNodes);
  thin.dx = grid.width() / (thin.nx - 1);
  thin.dz = grid.depth() / (thin.nz - 1);
  return thin;
}

}  // namespace

SampleAnswer makeSamples(const SampleRequest& request, const std::stop_token& stop) {
  SampleAnswer answer{request, {}, {}, {}};
  try {
    validate(request.models.grid);
    const Grid grid = thinned(request.models.grid);
    const auto count =
        static_cast<int>(std::min<std::int64_t>(request.count, request.models.count));
    const ModelMaker make = makerOf(request.models, grid);
    std::vector<VelocityModel> models;
    for (int i = 0; i < count && !stop.stop_requested(); ++i)
      models.push_back(make(request.models.first + static_cast<std::uint64_t>(i)));
    Colouring colouring;
    colouring.map = request.colourMap;
    for (const VelocityModel& model : models) {
      const bool first = &model == &models.front();
      colouring.min = first ? model.min() : std::min(colouring.min, model.min());
      colouring.max = std::max(colouring.max, model.max());
    }
    answer.range = {colouring.min, colouring.max};
    for (const VelocityModel& model : models)
      answer.pictures.push_back(
          thumbnail(model.field(), {}, request.size, colouring, request.ratio));
  } catch (const std::exception& failure) {
    answer.pictures.clear();
    answer.problem = QString::fromUtf8(failure.what());
  }
  return answer;
}

SampleSource::SampleSource(QObject* parent)
    : QObject(parent),
      answer_(makeSamples, [this](const SampleAnswer& answer) { Q_EMIT made(answer); }) {}

}  // namespace isochron
