// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/generators.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "field/error.h"
#include "formats/decimal.h"
#include "generators/earth.h"
#include "generators/parallel_in_order.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

using std::numbers::pi;

// The places of the parameters in the lists of modelKinds().
enum RandomFieldParameter { kAlpha, kTau, kSlowest, kFastest };
enum GradientParameter { kTop, kBottom };
enum CheckerboardParameter { kRows, kContrast };

constexpr double kStandardAlpha = 2.5;

/// The field stays within |u| <= 1 but for one node in ten thousand; those are cut, so that
/// velocities stay between the slowest and the fastest. Its variance is 1 / (2 pi (alpha - 1)),
/// eq. 7 integrated: made the same for every alpha.
Array randomVelocity(RandomFieldSampler& sampler, std::uint64_t seed,
                     const ModelParameters& parameters) {
  const double spread = std::sqrt((parameters[kAlpha] - 1.0) / (kStandardAlpha - 1.0));
  const double middle = (parameters[kSlowest] + parameters[kFastest]) / 2.0;
  const double half = (parameters[kFastest] - parameters[kSlowest]) / 2.0;
  return half * (spread * sampler.sample(seed)).max(-1.0).min(1.0) + middle;
}

RandomFieldSampler randomFieldSampler(const Grid& grid, const ModelParameters& parameters) {
  return {grid.nz, grid.nx, parameters[kAlpha], parameters[kTau]};
}

Array gradientVelocity(const Grid& grid, const ModelParameters& parameters) {
  const double top = parameters[kTop], growth = parameters[kBottom] - top;
  return sampleEarth(grid, [=](double) { return [=](double w) { return top + growth * w; }; });
}

/// A slow or fast ellipse with a soft edge, tilted a little.
Array lensVelocity(const Grid& grid, std::uint64_t seed, double strength) {
  RandomStream random(seed);
  const bool fast = random.uniform() < 0.5;
  const double u0 = random.uniform(0.35, 0.65);
  const double w0 = random.uniform(0.4, 0.6);
  const double halfWidth = random.uniform(0.16, 0.26);
  const double halfHeight = random.uniform(0.15, 0.22);
  const double tilt = random.uniform(-0.4, 0.4);
  const double contrast =
      strength * (fast ? random.uniform(0.35, 0.55) : -random.uniform(0.28, 0.36));
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
Array checkerboardVelocity(const Grid& grid, std::uint64_t seed,
                           const ModelParameters& parameters) {
  RandomStream random(seed);
  const double rows = parameters[kRows], contrast = parameters[kContrast];
  const double columns =
      std::clamp(std::round(rows * std::sqrt(grid.width() / grid.depth())), 2.0, 24.0);
  const double shiftX = random.uniform(0.0, 2.0 * pi);
  const double shiftZ = random.uniform(0.0, 2.0 * pi);
  return sampleEarth(grid, [=](double u) {
    const double wave = softSquareWave(pi * columns * u + shiftX);
    return [=](double w) {
      const double square = wave * softSquareWave(pi * rows * w + shiftZ);
      return (2.0 + 2.2 * w) * (1.0 + contrast * square);
    };
  });
}

}  // namespace

const std::vector<ModelKindInfo>& modelKinds() {
  static const ModelParameterInfo folding = {
      "folding", "Folding", "",  "How much the layers are folded and tilted; 0: flat.",
      0.0,       2.0,       1.0, 2};
  static const std::vector<ModelKindInfo> kinds = {
      {ModelKind::Constant,
       "constant",
       "Constant",
       "The same velocity everywhere, 2 km/s unless told otherwise.",
       {{"velocity", "Velocity", "km/s", "The velocity everywhere.", 0.3, 8.0, 2.0, 2}}},
      {ModelKind::Gradient,
       "gradient",
       "Gradient",
       "Velocity grows evenly from 2 km/s at the top to 5 km/s at the bottom.",
       {{"top", "At the top", "km/s", "The velocity at the top.", 0.3, 8.0, 2.0, 2},
        {"bottom", "At the bottom", "km/s", "The velocity at the bottom.", 0.3, 8.0, 5.0, 2}}},
      {ModelKind::Layers,
       "layers",
       "Layers",
       "Gently folded sediments, faster with depth but for a slow bed here and there.",
       {folding}},
      {ModelKind::Lens,
       "lens",
       "Lens",
       "A slow or fast ellipse in a gradient.",
       {{"strength", "Strength", "", "How much the ellipse differs from the gradient around it.",
         0.0, 1.5, 1.0, 2}}},
      {ModelKind::Fault,
       "fault",
       "Fault",
       "Layers displaced along a dipping normal fault.",
       {folding,
        {"throw", "Throw", "", "How far the fault displaces the layers; 0: not at all.", 0.0, 2.0,
         1.0, 2}}},
      {ModelKind::Salt,
       "salt",
       "Salt",
       "A salt dome of 4.5 km/s that overhangs the sediments it has pierced.",
       {{"salt", "Velocity of salt", "km/s", "The velocity inside the dome.", 1.5, 8.0, 4.5, 2}}},
      {ModelKind::Checkerboard,
       "checkerboard",
       "Checkerboard",
       "Fast and slow blocks in turn, the classic test of what rays can resolve.",
       {{"rows", "Rows", "", "Blocks from top to bottom.", 1.0, 32.0, 4.0, 0},
        {"contrast", "Contrast", "",
         "How much a block differs from the gradient below it, as a "
         "part of it.",
         0.0, 0.5, 0.14, 2}}},
      {ModelKind::RandomField,
       "random-field",
       "Random field",
       "A Gaussian random field, the family that latentPINNs are trained on.",
       {{"alpha", "Smoothness alpha", "", "How fast short waves fade: greater is smoother.", 1.2,
         6.0, kStandardAlpha, 2},
        {"tau", "Inverse length tau", "",
         "Greater makes shorter structures; in terms of a box of "
         "unit width and depth.",
         0.5, 50.0, 7.0, 1},
        {"slowest", "Slowest", "km/s", "No velocity is below.", 0.3, 8.0, 2.0, 2},
        {"fastest", "Fastest", "km/s", "No velocity is above.", 0.3, 8.0, 6.0, 2}}},
  };
  return kinds;
}

const ModelKindInfo& modelKindInfo(ModelKind kind) {
  const std::vector<ModelKindInfo>& kinds = modelKinds();
  return *std::find_if(kinds.begin(), kinds.end(),
                       [kind](const ModelKindInfo& info) { return info.kind == kind; });
}

ModelParameters completeParameters(ModelKind kind, ModelParameters parameters) {
  const ModelKindInfo& info = modelKindInfo(kind);
  if (parameters.size() > info.parameters.size())
    throw Error(info.name,
                "there are only " + std::to_string(info.parameters.size()) + " parameters",
                "leave the others out");
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const ModelParameterInfo& parameter = info.parameters[i];
    if (i == parameters.size()) parameters.push_back(parameter.standard);
    if (!(parameters[i] >= parameter.min && parameters[i] <= parameter.max))
      throw Error(parameter.name, decimal(parameters[i]) + " is out of bounds",
                  "give " + decimal(parameter.min) + " to " + decimal(parameter.max) +
                      (parameter.unit.empty() ? "" : " " + parameter.unit));
  }
  if (kind == ModelKind::RandomField && !(parameters[kSlowest] < parameters[kFastest]))
    throw Error("slowest", "it is not below the fastest velocity", "make it smaller");
  return parameters;
}

Grid paperGrid(int nx, int nz) {
  Grid grid{.nx = nx, .nz = nz, .dx = 5.0 / (nx - 1), .dz = 1.0 / (nz - 1), .origin = {}};
  validate(grid);
  return grid;
}

VelocityModel generate(ModelKind kind, const Grid& grid, std::uint64_t seed,
                       const ModelParameters& given) {
  validate(grid);
  const ModelParameters parameters = completeParameters(kind, given);
  switch (kind) {
    case ModelKind::Constant:
      break;
    case ModelKind::Gradient:
      return {grid, gradientVelocity(grid, parameters)};
    case ModelKind::Layers:
      return {grid, layeredVelocity(grid, seed, parameters[0])};
    case ModelKind::Lens:
      return {grid, lensVelocity(grid, seed, parameters[0])};
    case ModelKind::Fault:
      return {grid, faultedVelocity(grid, seed, parameters[0], parameters[1])};
    case ModelKind::Salt:
      return {grid, saltVelocity(grid, seed, parameters[0])};
    case ModelKind::Checkerboard:
      return {grid, checkerboardVelocity(grid, seed, parameters)};
    case ModelKind::RandomField: {
      RandomFieldSampler sampler = randomFieldSampler(grid, parameters);
      return {grid, randomVelocity(sampler, seed, parameters)};
    }
  }
  return {grid, Array::Constant(grid.nz, grid.nx, parameters[0])};
}

void generateMany(ModelKind kind, const Grid& grid, std::uint64_t first, std::int64_t count,
                  int threads,
                  const std::function<void(std::int64_t, const VelocityModel&)>& consume,
                  const std::stop_token& stop, const ModelParameters& given) {
  validate(grid);
  const ModelParameters parameters = completeParameters(kind, given);
  const auto makeProducer = [&] {
    std::optional<RandomFieldSampler> sampler;
    if (kind == ModelKind::RandomField) sampler = randomFieldSampler(grid, parameters);
    return [=](std::int64_t i) mutable {
      const std::uint64_t seed = first + static_cast<std::uint64_t>(i);
      return sampler ? VelocityModel(grid, randomVelocity(*sampler, seed, parameters))
                     : generate(kind, grid, seed, parameters);
    };
  };
  parallelInOrder(count, threads, makeProducer, consume, stop);
}

}  // namespace isochron
