// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_field.h"

#include <cassert>

namespace isochron {

LatentPinnField::LatentPinnField(LatentPinn& model, Point source, int threads)
    : model_(model),
      source_(source),
      nodes_(nodesOf(model.grid())),
      field_(model.field(source, nodes_, threads)) {
  for (const Point& node : nodes_) distances_.push_back(static_cast<float>(distance(node, source)));
}

std::vector<float> LatentPinnField::coefficients(std::span<const float> latents) {
  if (field_) return field_->coefficients(latents);
  return {latents.begin(), latents.end()};
}

std::vector<float> LatentPinnField::traveltimes(std::span<const float> coefficients) {
  if (!field_) return model_.traveltimes(coefficients, source_, nodes_);
  std::vector<float> times(nodes_.size());
  field_->values(coefficients, times);
  for (std::size_t i = 0; i < times.size(); ++i)
    times[i] = static_cast<float>(distances_[i] * model_.ansatz().meanSlowness(times[i]));
  return times;
}

Refinement LatentPinnField::refine(const VelocityModel& velocity, std::vector<float> coefficients,
                                   const RefinementOptions& options) {
  assert(canRefine());
  return isochron::refine(*field_, model_.ansatz(), velocity, source_, std::move(coefficients),
                          options);
}

}  // namespace isochron
