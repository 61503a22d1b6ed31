// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_field.h"

#include <cassert>

namespace isochron {

LatentPinnField::LatentPinnField(LatentPinn& model, const Grid& grid, Point source, int threads)
    : model_(model),
      grid_(grid),
      source_(source),
      asked_(MeanSlownessField::nodes(grid)),
      enlargement_(grid.nx, grid.nz, MeanSlownessField::stride(grid).x,
                   MeanSlownessField::stride(grid).z) {
  for (const Point& node : nodesOf(grid))
    distances_.push_back(static_cast<float>(distance(node, source)));
  if (auto network = model.field(grid, source, asked_, threads))
    field_ = std::make_unique<MeanSlownessField>(std::move(network), grid);
}

AnswerCoefficients LatentPinnField::coefficients(const EncodedModels& model) {
  return {field_ ? field_->network().coefficients(model.inputs) : model.inputs,
          model.ansatz.front()};
}

std::vector<float> LatentPinnField::meanSlowness(const AnswerCoefficients& coefficients) {
  std::vector<float> slowness(distances_.size());
  if (field_)
    field_->at(coefficients.values, coefficients.ansatz, slowness);
  else
    enlargement_.apply(
        model_.meanSlowness({grid_, coefficients.values, {coefficients.ansatz}}, source_, asked_),
        slowness);
  return slowness;
}

std::vector<float> LatentPinnField::traveltimes(const AnswerCoefficients& coefficients) {
  std::vector<float> times = meanSlowness(coefficients);
  for (std::size_t i = 0; i < times.size(); ++i) times[i] *= distances_[i];
  return times;
}

std::unique_ptr<Refiner> LatentPinnField::refiner(const VelocityModel& velocity,
                                                  const AnswerCoefficients& coefficients) {
  assert(canRefine());
  return std::make_unique<Refiner>(*field_, coefficients.ansatz, velocity, source_,
                                   coefficients.values);
}

Refinement LatentPinnField::refine(const VelocityModel& velocity, AnswerCoefficients& coefficients,
                                   const RefinementOptions& options) {
  Refinement refinement = refiner(velocity, coefficients)->advance(options);
  coefficients.values = refinement.coefficients;
  return refinement;
}

}  // namespace isochron
