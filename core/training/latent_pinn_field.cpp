// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_field.h"

#include <cassert>

namespace isochron {

LatentPinnField::LatentPinnField(LatentPinn& model, Point source, int threads)
    : model_(model),
      source_(source),
      asked_(MeanSlownessField::nodes(model.grid())),
      enlargement_(model.grid().nx, model.grid().nz, MeanSlownessField::stride(model.grid())) {
  const Grid& grid = model.grid();
  for (const Point& node : nodesOf(grid))
    distances_.push_back(static_cast<float>(distance(node, source)));
  if (auto network = model.field(source, asked_, threads))
    field_ = std::make_unique<MeanSlownessField>(std::move(network), model.ansatz(), grid);
}

std::vector<float> LatentPinnField::coefficients(std::span<const float> latents) {
  if (field_) return field_->network().coefficients(latents);
  return {latents.begin(), latents.end()};
}

std::vector<float> LatentPinnField::meanSlowness(std::span<const float> coefficients) {
  std::vector<float> slowness(distances_.size());
  if (field_)
    field_->at(coefficients, slowness);
  else
    enlargement_.apply(model_.meanSlowness(coefficients, source_, asked_), slowness);
  return slowness;
}

std::vector<float> LatentPinnField::traveltimes(std::span<const float> coefficients) {
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
