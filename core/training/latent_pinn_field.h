// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinnField: a trained latentPINN's traveltimes from one source, model after model.
#pragma once

#include "pinn/refinement.h"
#include "training/latent_pinn.h"

namespace isochron {

/// What all models have in common for one source is worked out once, when it is made; an answer is
/// then two steps: latents to coefficients, coefficients to traveltimes. Between them coefficients
/// can be refined. Networks without coefficients (the paper's) have the latents in their place.
class LatentPinnField {
 public:
  /// `model` must outlive it. `threads` share the work.
  LatentPinnField(LatentPinn& model, Point source, int threads = 1);

  Point source() const { return source_; }
  bool canRefine() const { return field_ != nullptr; }

  /// The numbers that stand for a model with these latents.
  std::vector<float> coefficients(std::span<const float> latents);
  /// At all nodes of the grid, row by row: T / r, s/km, and T, s.
  std::vector<float> meanSlowness(std::span<const float> coefficients);
  std::vector<float> traveltimes(std::span<const float> coefficients);
  /// Better coefficients for this very model, whose grid has the latentPINN's nodes. Only where
  /// canRefine().
  Refinement refine(const VelocityModel& velocity, std::vector<float> coefficients,
                    const RefinementOptions& options);

 private:
  LatentPinn& model_;
  Point source_;
  std::vector<Point> asked_;  // nodes of the grid where the network is asked
  CubicEnlargement enlargement_;
  std::vector<float> distances_;              // of the nodes from the source, km
  std::unique_ptr<MeanSlownessField> field_;  // null for networks without coefficients
};

}  // namespace isochron
