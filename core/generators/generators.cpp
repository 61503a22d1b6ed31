// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/generators.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "field/error.h"
#include "generators/drawing.h"
#include "generators/earth.h"
#include "generators/earth_recipe.h"
#include "generators/mixture.h"
#include "generators/parallel_in_order.h"
#include "generators/parameter_places.h"
#include "generators/phase_separation.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

using std::numbers::pi;

using namespace parameter;

/// The field stays within |u| <= 1 but for one node in ten thousand; those are cut, so that
/// velocities stay between the slowest and the fastest. Its variance is 1 / (2 pi (alpha - 1)),
/// eq. 7 integrated: made the same for every alpha.
Array randomVelocity(RandomFieldSampler& sampler, std::uint64_t seed,
                     const ModelParameters& parameters, const WorkMonitor& monitor) {
  const double spread = std::sqrt((parameters[kAlpha] - 1.0) / (kStandardAlpha - 1.0));
  const double middle = (parameters[kSlowest] + parameters[kFastest]) / 2.0;
  const double half = (parameters[kFastest] - parameters[kSlowest]) / 2.0;
  return half * (spread * sampler.sample(seed, monitor)).max(-1.0).min(1.0) + middle;
}

RandomFieldSampler randomFieldSampler(const Grid& grid, const ModelParameters& parameters) {
  return {grid.nz, grid.nx, parameters[kAlpha], parameters[kTau], parameters[kAnisotropy]};
}

Array gradientVelocity(const Grid& grid, const ModelParameters& parameters,
                       const WorkMonitor& monitor) {
  const double top = parameters[kTop], growth = parameters[kBottom] - top;
  return sampleEarth(
      grid, [=](double) { return [=](double w) { return top + growth * w; }; }, monitor);
}

/// A slow or fast ellipse with a soft edge, tilted a little.
Array lensVelocity(const Grid& grid, std::uint64_t seed, double strength,
                   const WorkMonitor& monitor) {
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
  return sampleEarth(
      grid,
      [=](double u) {
        return [=](double w) {
          const double along = (u - u0) / halfWidth;
          const double across = (w - w0 - tilt * (u - u0)) / halfHeight;
          const double inside = 0.5 * (1.0 - std::tanh((std::hypot(along, across) - 1.0) / kEdge));
          return (2.0 + 2.0 * w) * (1.0 + contrast * inside);
        };
      },
      monitor);
}

/// +1 and -1 in turn, with soft edges: a sine, steepened.
double softSquareWave(double phase) {
  constexpr double kSteepness = 3.0;
  return std::tanh(kSteepness * std::sin(phase)) / std::tanh(kSteepness);
}

/// Squares on a gradient; the seed shifts them. In a box wider than deep they widen by the root
/// of its aspect, so that neither a stretched nor a true picture shows stripes.
Array checkerboardVelocity(const Grid& grid, std::uint64_t seed, const ModelParameters& parameters,
                           const WorkMonitor& monitor) {
  RandomStream random(seed);
  const double rows = parameters[kRows], contrast = parameters[kContrast];
  const double columns =
      std::clamp(std::round(rows * std::sqrt(grid.width() / grid.depth())), 2.0, 24.0);
  const double shiftX = random.uniform(0.0, 2.0 * pi);
  const double shiftZ = random.uniform(0.0, 2.0 * pi);
  return sampleEarth(
      grid,
      [=](double u) {
        const double wave = softSquareWave(pi * columns * u + shiftX);
        return [=](double w) {
          const double square = wave * softSquareWave(pi * rows * w + shiftZ);
          return (2.0 + 2.2 * w) * (1.0 + contrast * square);
        };
      },
      monitor);
}

}  // namespace

Grid paperGrid(int nx, int nz) {
  Grid grid{.nx = nx, .nz = nz, .dx = 5.0 / (nx - 1), .dz = 1.0 / (nz - 1), .origin = {}};
  validate(grid);
  return grid;
}

EarthRecipe earthRecipe(const Grid& grid, std::uint64_t seed, const ModelParameters& given) {
  const ModelParameters parameters = completeParameters(ModelKind::Earth, given);
  const EarthShape shape{.folding = parameters[kFolding],
                         .faulting = parameters[kFaulting],
                         .contrast = parameters[kBedContrast],
                         .slowBeds = parameters[kSlowBeds],
                         .salt = parameters[kSaltShare],
                         .water = parameters[kWaterShare],
                         .blur = parameters[kBlur],
                         .slowest = parameters[kEarthSlowest],
                         .fastest = parameters[kEarthFastest]};
  return randomEarthRecipe(shape, grid.width() / grid.depth(), seed);
}

Mixture mixtureOf(const ModelParameters& given) {
  const ModelParameters parameters = completeParameters(ModelKind::Mixture, given);
  Mixture mixture;
  for (const ModelKindInfo& info : modelKinds()) {
    if (info.kind == ModelKind::Mixture) continue;
    const double share = parameters[mixture.parts.size()];
    mixture.parts.push_back(standardPart(info.kind, share));
    if (info.kind != ModelKind::RandomField) continue;
    std::vector<RandomNumber>& field = mixture.parts.back().parameters;
    field[kTau] = {parameters[kTauLeast], parameters[kTauMost]};
    field[kAlpha] = {parameters[kAlphaLeast], parameters[kAlphaMost]};
    field[kAnisotropy] = {1.0 / parameters[kMostAnisotropy], parameters[kMostAnisotropy]};
  }
  mixture.recast = parameters[kRecast];
  mixture.contrast.most = parameters[kMostContrast];
  mixture.slowest = parameters[kMixtureSlowest];
  mixture.fastest = parameters[kMixtureFastest];
  checkMixture(mixture);
  return mixture;
}

namespace {

ModelMaker phaseMaker(const Grid& grid, const ModelParameters& p, const WorkMonitor& monitor = {}) {
  const PhaseSeparationShape shape{
      .least = p[kPhaseLeast], .most = p[kPhaseMost], .size = p[kPhaseSize], .edge = p[kPhaseEdge]};
  const double middle = (p[kPhaseSlowest] + p[kPhaseFastest]) / 2.0;
  const double half = (p[kPhaseFastest] - p[kPhaseSlowest]) / 2.0;
  return [grid, middle, half, monitor, sampler = PhaseSeparationSampler(grid.nz, grid.nx, shape)](
             std::uint64_t seed) mutable -> VelocityModel {
    return {grid, middle + half * sampler.sample(seed, monitor)};
  };
}

ModelMaker randomFieldMaker(const Grid& grid, const ModelParameters& parameters) {
  return [grid, parameters, sampler = randomFieldSampler(grid, parameters)](
             std::uint64_t seed) mutable -> VelocityModel {
    return {grid, randomVelocity(sampler, seed, parameters, {})};
  };
}

/// For those kinds whose models have nothing in common that is worth keeping.
Array velocityOf(ModelKind kind, const Grid& grid, const ModelParameters& p, std::uint64_t seed,
                 const WorkMonitor& monitor) {
  switch (kind) {
    case ModelKind::Gradient:
      return gradientVelocity(grid, p, monitor);
    case ModelKind::Layers:
      return layeredVelocity(grid, seed, p[0], monitor);
    case ModelKind::Lens:
      return lensVelocity(grid, seed, p[0], monitor);
    case ModelKind::Fault:
      return faultedVelocity(grid, seed, p[0], p[1], monitor);
    case ModelKind::Salt:
      return saltVelocity(grid, seed, p[0], monitor);
    case ModelKind::Checkerboard:
      return checkerboardVelocity(grid, seed, p, monitor);
    case ModelKind::Earth:
      return earthVelocity(grid, earthRecipe(grid, seed, p), monitor);
    case ModelKind::Drawing:
      return randomDrawing(grid,
                           {.edits = p[kEdits],
                            .contrast = p[kEditContrast],
                            .slowest = p[kDrawingSlowest],
                            .fastest = p[kDrawingFastest]},
                           seed, monitor);
    default:
      return Array::Constant(grid.nz, grid.nx, p[0]);
  }
}

}  // namespace

ModelMaker modelMaker(ModelKind kind, const Grid& grid, const ModelParameters& given) {
  validate(grid);
  const ModelParameters parameters = completeParameters(kind, given);
  if (kind == ModelKind::RandomField) return randomFieldMaker(grid, parameters);
  if (kind == ModelKind::PhaseSeparation) return phaseMaker(grid, parameters);
  if (kind == ModelKind::Mixture)
    return [grid, mixture = mixtureOf(parameters)](std::uint64_t seed) {
      return generate(mixture, grid, seed);
    };
  return [kind, grid, parameters](std::uint64_t seed) -> VelocityModel {
    return {grid, velocityOf(kind, grid, parameters, seed, {})};
  };
}

VelocityModel generate(ModelKind kind, const Grid& grid, std::uint64_t seed,
                       const ModelParameters& given, const WorkMonitor& monitor) {
  validate(grid);
  const ModelParameters parameters = completeParameters(kind, given);
  if (kind == ModelKind::PhaseSeparation) return phaseMaker(grid, parameters, monitor)(seed);
  if (kind == ModelKind::Mixture) return generate(mixtureOf(parameters), grid, seed, monitor);
  if (kind == ModelKind::RandomField) {
    RandomFieldSampler sampler = randomFieldSampler(grid, parameters);
    return {grid, randomVelocity(sampler, seed, parameters, monitor)};
  }
  return {grid, velocityOf(kind, grid, parameters, seed, monitor)};
}

void generateMany(const std::function<ModelMaker()>& makeMaker, std::uint64_t first,
                  std::int64_t count, int threads,
                  const std::function<void(std::int64_t, const VelocityModel&)>& consume,
                  const std::stop_token& stop) {
  const auto makeProducer = [&] {
    return [maker = makeMaker(), first](std::int64_t i) {
      return maker(first + static_cast<std::uint64_t>(i));
    };
  };
  parallelInOrder(count, threads, makeProducer, consume, stop);
}

void generateMany(ModelKind kind, const Grid& grid, std::uint64_t first, std::int64_t count,
                  int threads,
                  const std::function<void(std::int64_t, const VelocityModel&)>& consume,
                  const std::stop_token& stop, const ModelParameters& parameters) {
  validate(grid);
  // A fault of the parameters is told here, even where no model is asked for.
  const ModelParameters complete = completeParameters(kind, parameters);
  generateMany([&] { return modelMaker(kind, grid, complete); }, first, count, threads, consume,
               stop);
}

}  // namespace isochron
