// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/patches.h"

#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

enum PatchParameter { kLeast, kMost, kStretch, kMirrored };

/// In the coordinates of the model that it is cut from, km.
struct Window {
  Point first;
  double width;
  double depth;
  bool mirrored;
};

/// The largest window of that width over depth in the model, made smaller, somewhere.
Window randomWindow(const Grid& model, double aspect, const ModelParameters& parameters,
                    RandomStream& random) {
  const double stretch = std::pow(parameters[kStretch], random.uniform(-1.0, 1.0));
  const double least = std::min(parameters[kLeast], parameters[kMost]);
  const double scale = least * std::pow(parameters[kMost] / least, random.uniform());
  const double width = scale * std::min(model.width(), model.depth() * aspect * stretch);
  const double depth = std::min(width / (aspect * stretch), model.depth());
  Window window{{}, width, depth, false};
  window.first.x = model.origin.x + random.uniform() * (model.width() - width);
  window.first.z = model.origin.z + random.uniform() * (model.depth() - depth);
  window.mirrored = random.uniform() < parameters[kMirrored];
  return window;
}

/// Positions per axis within a node's cell that see all nodes of the model there.
int placesWithin(double cell, double spacing) {
  return std::clamp(static_cast<int>(std::ceil(cell / spacing - 1e-9)), 1, 16);
}

}  // namespace

const std::vector<ModelParameterInfo>& patchParameters() {
  static const std::vector<ModelParameterInfo> infos = {
      {"least", "Smallest window", "", "Of the largest window of the box's shape that fits.", 0.02,
       1.0, 0.25, 2},
      {"most", "Largest window", "", "Of the largest window of the box's shape that fits.", 0.02,
       1.0, 1.0, 2},
      {"stretch", "Stretch", "",
       "By up to so much a patch is wider or deeper than it was; 1: its shape stays.", 1.0, 5.0,
       1.5, 2},
      {"mirrored", "Mirrored", "", "Share of the patches that are mirrored.", 0.0, 1.0, 0.5, 2},
  };
  return infos;
}

PatchSource::PatchSource(std::vector<std::shared_ptr<const VelocityModel>> models,
                         ModelParameters parameters)
    : models_(std::move(models)),
      parameters_(completeParameters("patches", patchParameters(), std::move(parameters))) {
  if (models_.empty()) throw Error("patches", "there is no model to cut from", "name one");
}

VelocityModel PatchSource::cut(const Grid& grid, std::uint64_t seed) const {
  validate(grid);
  RandomStream random(seedOf(seed, 11));
  const auto which =
      static_cast<std::size_t>(random.uniform() * static_cast<double>(models_.size()));
  const VelocityModel& model = *models_[std::min(which, models_.size() - 1)];
  const Window window =
      randomWindow(model.grid(), grid.width() / grid.depth(), parameters_, random);
  const double dx = window.width / (grid.nx - 1), dz = window.depth / (grid.nz - 1);
  const int across = placesWithin(dx, model.grid().dx), down = placesWithin(dz, model.grid().dz);
  Array velocity(grid.nz, grid.nx);
  for (int iz = 0; iz < grid.nz; ++iz)
    for (int ix = 0; ix < grid.nx; ++ix) {
      double slowness = 0.0;
      for (int j = 0; j < down; ++j)
        for (int i = 0; i < across; ++i)
          slowness += 1.0 / model.at({window.first.x + dx * (ix + (i + 0.5) / across - 0.5),
                                      window.first.z + dz * (iz + (j + 0.5) / down - 0.5)});
      velocity(iz, window.mirrored ? grid.nx - 1 - ix : ix) = across * down / slowness;
    }
  return {grid, std::move(velocity)};
}

}  // namespace isochron
