// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_field.h"

#include <cassert>

namespace isochron {

LatentPinnField::LatentPinnField(LatentPinn& model, Point source, int threads)
    : model_(model), source_(source), nodes_(nodesOf(model.grid())) {
  for (const Point& node : nodes_) distances_.push_back(static_cast<float>(distance(node, source)));
  const Grid& grid = model.grid();
  if (auto network = model.field(source, MeanSlownessField::nodes(grid), threads))
    field_ = std::make_unique<MeanSlownessField>(std::move(network), model.ansatz(), grid);
}

std::vector<float> LatentPinnField::coefficients(std::span<const float> latents) {
  if (field_) return field_->network().coefficients(latents);
  return {latents.begin(), latents.end()};
}

std::vector<float> LatentPinnField::meanSlowness(std::span<const float> coefficients) {
  assert(canRefine());
  std::vector<float> slowness(nodes_.size());
  field_->at(coefficients, slowness);
  return slowness;
}

std::vector<float> LatentPinnField::traveltimes(std::span<const float> coefficients) {
  if (!field_) return model_.traveltimes(coefficients, source_, nodes_);
  std::vector<float> times = meanSlowness(coefficients);
  for (std::size_t i = 0; i < times.size(); ++i) times[i] *= distances_[i];
  return times;
}

Refinement LatentPinnField::refine(const VelocityModel& velocity, std::vector<float> coefficients,
                                   const RefinementOptions& options) {
  assert(canRefine());
  return isochron::refine(*field_, velocity, source_, std::move(coefficients), options);
}

}  // namespace isochron
