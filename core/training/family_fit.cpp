// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/family_fit.h"

#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "data/dataset.h"
#include "eikonal/eikonal_solver.h"
#include "generators/random_stream.h"
#include "pinn/traveltime_errors.h"
#include "training/latent_pinn.h"
#include "training/source_groups.h"

namespace isochron {
namespace {

constexpr std::int64_t kHeldOutStream = 16;
// Held-out models that an error is estimated from.
constexpr std::size_t kNeighbours = 24;
constexpr double kHigh = 0.9, kUsual = 0.98;
// Of random fields never learnt from, 98 in 100 are below, where nothing was measured.
constexpr double kUsualDistance = 1.5, kUsualLossRatio = 1.5, kUsualLoss = 0.2;

double quantile(std::vector<double> values, double share) {
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

/// Logarithms, in which models are alike or not.
std::array<double, 3> coordinatesOf(const ModelMeasures& measures) {
  constexpr double kLeast = 1e-3;
  return {std::log(std::max(measures.distance, kLeast)), std::log(std::max(measures.loss, kLeast)),
          std::log(std::max(measures.contrast, 1.0 + kLeast) - 1.0)};
}

UsualError usualErrorNear(const ModelMeasures& measures, std::span<const HeldOutModel> known) {
  std::array<double, 3> spread{};
  const std::array<double, 3> at = coordinatesOf(measures);
  for (std::size_t axis = 0; axis < at.size(); ++axis) {
    double sum = 0.0, squares = 0.0;
    for (const HeldOutModel& model : known) {
      const double c = coordinatesOf(model.measures)[axis];
      sum += c;
      squares += c * c;
    }
    const auto count = static_cast<double>(known.size());
    spread[axis] = std::sqrt(std::max(squares / count - sum * sum / (count * count), 1e-12));
  }
  std::vector<std::pair<double, double>> near;  // distance, RMAE
  for (const HeldOutModel& model : known) {
    const std::array<double, 3> there = coordinatesOf(model.measures);
    double apart = 0.0;
    for (std::size_t axis = 0; axis < at.size(); ++axis)
      apart += std::pow((there[axis] - at[axis]) / spread[axis], 2);
    near.emplace_back(apart, model.rmae);
  }
  const std::size_t count = std::min(kNeighbours, near.size());
  std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(count));
  std::vector<double> errors;
  for (std::size_t i = 0; i < count; ++i) errors.push_back(near[i].second);
  return {quantile(errors, 0.5), quantile(errors, kHigh)};
}

/// The nodes of `grid` over another's box.
Grid stretched(const Grid& grid, const Grid& box) {
  return {grid.nx, grid.nz, box.width() / (grid.nx - 1), box.depth() / (grid.nz - 1), box.origin};
}

/// Bilinear. `field` covers the nodes.
Array atNodesOf(const Grid& nodes, const Field& field) {
  if (field.grid.nx == nodes.nx && field.grid.nz == nodes.nz) return field.values;
  Array values(nodes.nz, nodes.nx);
  for (int iz = 0; iz < nodes.nz; ++iz)
    for (int ix = 0; ix < nodes.nx; ++ix) values(iz, ix) = interpolate(field, nodes.node(iz, ix));
  return values;
}

}  // namespace

Array reconstructionOf(const LatentPinn& pinn, const VelocityModel& model,
                       const EncodedModels& encoded) {
  const torch::NoGradGuard noGradients;
  const LatentModel& latents = pinn.latents();
  const VelocityBounds bounds{model.min(), model.max()};
  // from_blob wants a pointer that may be written through; nothing writes.
  const torch::Tensor row =
      torch::from_blob(const_cast<float*>(encoded.inputs.data()), {1, latents.latentCount()});
  const torch::Tensor decoded = latents.decode(row, {&bounds, 1}).contiguous();
  using Numbers = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Grid& own = pinn.grid();
  return atNodesOf(
      model.grid(),
      {stretched(own, model.grid()),
       Eigen::Map<const Numbers>(decoded.data_ptr<float>(), own.nz, own.nx).cast<double>()});
}

ModelMeasures measuresOf(const LatentPinn& pinn, const VelocityModel& model,
                         const EncodedModels& encoded, const Array& decoded) {
  const auto count = static_cast<std::size_t>(pinn.latents().latentCount());
  double squares = 0.0;
  for (const float latent : std::span(encoded.inputs).first(count))
    squares += static_cast<double>(latent) * latent;
  ModelMeasures measures;
  measures.distance = std::sqrt(squares / static_cast<double>(count));
  const double unit =
      pinn.latents().standardisation().scale * (pinn.anyBox() ? model.max() - model.min() : 1.0);
  if (unit > 0.0) measures.loss = std::sqrt((model.velocity() - decoded).square().mean()) / unit;
  measures.contrast = model.max() / model.min();
  return measures;
}

FamilyFit familyFit(const LatentPinn& pinn, const ModelMeasures& measures) {
  FamilyFit fit;
  fit.measures = measures;
  fit.fastest = pinn.anyBox() ? std::numeric_limits<double>::infinity() : pinn.config().fastest;
  if (!pinn.anyBox()) fit.slowest = pinn.config().slowest;
  const std::span<const HeldOutModel> known = pinn.heldOut();
  if (known.empty()) {
    fit.usual = {kUsualDistance,
                 kUsualLossRatio * pinn.latents().typicalLoss().value_or(kUsualLoss),
                 std::numeric_limits<double>::infinity()};
    return fit;
  }
  const auto usual = [&](double ModelMeasures::*measure) {
    std::vector<double> values;
    for (const HeldOutModel& model : known) values.push_back(model.measures.*measure);
    return quantile(values, kUsual);
  };
  fit.usual = {usual(&ModelMeasures::distance), usual(&ModelMeasures::loss),
               usual(&ModelMeasures::contrast)};
  fit.usualError = usualErrorNear(measures, known);
  return fit;
}

std::vector<HeldOutModel> measureHeldOut(LatentPinn& pinn, const DataSet& data,
                                         std::span<const std::int64_t> models) {
  const LatentPinnConfig& config = pinn.config();
  EikonalSolver solver;
  std::vector<HeldOutModel> measured;
  for (const std::int64_t index : models) {
    RandomStream random(seedOf(config.seed, kHeldOutStream, index));
    const double chance = random.uniform(), fx = random.uniform(), fz = random.uniform();
    const Grid box =
        boxOfChance(data.grid(), config, config.greatestAspect > 0.0 ? random.uniform() : 0.0);
    const Point source = chance < config.centreShare ? UnitBox(box).middle()
                                                     : Point{box.origin.x + fx * box.width(),
                                                             box.origin.z + fz * box.depth()};
    const VelocityModel model(box, data.read(index).velocity());
    const EncodedModels encoded = pinn.encode(model);
    const std::vector<float> times = pinn.traveltimes(encoded, source);
    const Eigen::ArrayXXf solved = solver.solve(model, source).time.transpose().cast<float>();
    measured.push_back(
        {measuresOf(pinn, model, encoded, reconstructionOf(pinn, model, encoded)),
         traveltimeErrors(times, {solved.data(), static_cast<std::size_t>(solved.size())}).rmae});
  }
  return measured;
}

}  // namespace isochron
