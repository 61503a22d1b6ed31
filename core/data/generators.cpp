// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/generators.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "data/earth.h"
#include "data/parallel_in_order.h"
#include "data/random_stream.h"

namespace isochron {
namespace {

using std::numbers::pi;

/// The field stays within |u| <= 1 but for one node in ten thousand; those are cut, so that
/// v = 2 (u + 2) stays within 2 to 6 km/s.
Array randomVelocity(RandomFieldSampler& sampler, std::uint64_t seed) {
  return 2.0 * (sampler.sample(seed).max(-1.0).min(1.0) + 2.0);
}

RandomFieldSampler randomFieldSampler(const Grid& grid) {
  constexpr double kAlpha = 2.5;
  constexpr double kTau = 7.0;
  return {grid.nz, grid.nx, kAlpha, kTau};
}

Array gradientVelocity(const Grid& grid) {
  return sampleEarth(grid, [](double) { return [](double w) { return 2.0 + 3.0 * w; }; });
}

/// A slow or fast ellipse with a soft edge, tilted a little.
Array lensVelocity(const Grid& grid, std::uint64_t seed) {
  RandomStream random(seed);
  const bool fast = random.uniform() < 0.5;
  const double u0 = random.uniform(0.35, 0.65);
  const double w0 = random.uniform(0.4, 0.6);
  const double halfWidth = random.uniform(0.16, 0.26);
  const double halfHeight = random.uniform(0.15, 0.22);
  const double tilt = random.uniform(-0.4, 0.4);
  const double contrast = fast ? random.uniform(0.35, 0.55) : -random.uniform(0.28, 0.36);
  constexpr double kEdge = 0.12;
  return sampleEarth(grid, [=](double u) {
    return [=](double w) {
      const double along = (u - u0) / halfWidth;
      const double across = (w - w0 - tilt * (u - u0)) / halfHeight;
      const double inside = 0.5 * (1.0 - std::tanh((std::hypot(along, across) - 1.0) / kEdge));
      return (2.0 + 2.0 * w) * (1.0 + contrast * inside);
    };
  });
}

/// +1 and -1 in turn, with soft edges: a sine, steepened.
double softSquareWave(double phase) {
  constexpr double kSteepness = 3.0;
  return std::tanh(kSteepness * std::sin(phase)) / std::tanh(kSteepness);
}

/// Squares on a gradient; the seed shifts them. In a box wider than deep they widen by the root
/// of its aspect, so that neither a stretched nor a true picture shows stripes.
Array checkerboardVelocity(const Grid& grid, std::uint64_t seed) {
  RandomStream random(seed);
  constexpr double kRows = 4.0;
  constexpr double kContrast = 0.14;
  const double columns =
      std::clamp(std::round(kRows * std::sqrt(grid.width() / grid.depth())), 2.0, 24.0);
  const double shiftX = random.uniform(0.0, 2.0 * pi);
  const double shiftZ = random.uniform(0.0, 2.0 * pi);
  return sampleEarth(grid, [=](double u) {
    const double wave = softSquareWave(pi * columns * u + shiftX);
    return [=](double w) {
      const double square = wave * softSquareWave(pi * kRows * w + shiftZ);
      return (2.0 + 2.2 * w) * (1.0 + kContrast * square);
    };
  });
}

}  // namespace

const std::vector<ModelKindInfo>& modelKinds() {
  static const std::vector<ModelKindInfo> kinds = {
      {ModelKind::Constant, "constant", "Constant", "The same 2 km/s everywhere."},
      {ModelKind::Gradient, "gradient", "Gradient",
       "Velocity grows evenly from 2 km/s at the top to 5 km/s at the bottom."},
      {ModelKind::Layers, "layers", "Layers",
       "Gently folded sediments, faster with depth but for a slow bed here and there."},
      {ModelKind::Lens, "lens", "Lens", "A slow or fast ellipse in a gradient."},
      {ModelKind::Fault, "fault", "Fault", "Layers displaced along a dipping normal fault."},
      {ModelKind::Salt, "salt", "Salt",
       "A salt dome of 4.5 km/s that overhangs the sediments it has pierced."},
      {ModelKind::Checkerboard, "checkerboard", "Checkerboard",
       "Fast and slow blocks in turn, the classic test of what rays can resolve."},
      {ModelKind::RandomField, "random-field", "Random field",
       "A Gaussian random field, the family that latentPINNs are trained on."},
  };
  return kinds;
}

Grid paperGrid(int nx, int nz) {
  Grid grid{.nx = nx, .nz = nz, .dx = 5.0 / (nx - 1), .dz = 1.0 / (nz - 1), .origin = {}};
  validate(grid);
  return grid;
}

VelocityModel generate(ModelKind kind, const Grid& grid, std::uint64_t seed) {
  validate(grid);
  switch (kind) {
    case ModelKind::Constant:
      return {grid, Array::Constant(grid.nz, grid.nx, 2.0)};
    case ModelKind::Gradient:
      return {grid, gradientVelocity(grid)};
    case ModelKind::Layers:
      return {grid, layeredVelocity(grid, seed)};
    case ModelKind::Lens:
      return {grid, lensVelocity(grid, seed)};
    case ModelKind::Fault:
      return {grid, faultedVelocity(grid, seed)};
    case ModelKind::Salt:
      return {grid, saltVelocity(grid, seed)};
    case ModelKind::Checkerboard:
      return {grid, checkerboardVelocity(grid, seed)};
    case ModelKind::RandomField: {
      RandomFieldSampler sampler = randomFieldSampler(grid);
      return {grid, randomVelocity(sampler, seed)};
    }
  }
  return {grid, Array::Constant(grid.nz, grid.nx, 2.0)};
}

void generateMany(ModelKind kind, const Grid& grid, std::uint64_t first, std::int64_t count,
                  int threads,
                  const std::function<void(std::int64_t, const VelocityModel&)>& consume,
                  const std::stop_token& stop) {
  validate(grid);
  const auto makeProducer = [=] {
    std::optional<RandomFieldSampler> sampler;
    if (kind == ModelKind::RandomField) sampler = randomFieldSampler(grid);
    return [=](std::int64_t i) mutable {
      const std::uint64_t seed = first + static_cast<std::uint64_t>(i);
      return sampler ? VelocityModel(grid, randomVelocity(*sampler, seed))
                     : generate(kind, grid, seed);
    };
  };
  parallelInOrder(count, threads, makeProducer, consume, stop);
}

}  // namespace isochron
