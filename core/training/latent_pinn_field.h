// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinnField: a trained latentPINN's traveltimes from one source, model after model.
#pragma once

#include "pinn/refinement.h"
#include "training/latent_pinn.h"

namespace isochron {

/// What an answer for one model is made of. Networks without coefficients (the paper's) have the
/// model's inputs in their place.
struct AnswerCoefficients {
  std::vector<float> values;
  Ansatz ansatz;
};

/// What all models have in common for one source is worked out once, when it is made; an answer is
/// then two steps: latents to coefficients, coefficients to traveltimes. Between them coefficients
/// can be refined.
class LatentPinnField {
 public:
  /// In the box it was trained in, at the nodes of its grid. `model` must outlive it. `threads`
  /// share the work.
  LatentPinnField(LatentPinn& model, Point source, int threads = 1)
      : LatentPinnField(model, model.grid(), source, threads) {}
  /// At the nodes of `grid`, which has another size or other nodes than the model's own only where
  /// that is for any box.
  LatentPinnField(LatentPinn& model, const Grid& grid, Point source, int threads = 1);

  Point source() const { return source_; }
  const Grid& grid() const { return grid_; }
  bool canRefine() const { return field_ != nullptr; }

  /// The numbers that stand for one model, encoded in a box of the grid's size.
  AnswerCoefficients coefficients(const EncodedModels& model);
  /// At all nodes of the grid, row by row: T / r, s/km, and T, s.
  std::vector<float> meanSlowness(const AnswerCoefficients& coefficients);
  std::vector<float> traveltimes(const AnswerCoefficients& coefficients);
  /// Refines an answer for this very model, which has the grid's nodes; both must outlive it. Only
  /// where canRefine().
  std::unique_ptr<Refiner> refiner(const VelocityModel& velocity,
                                   const AnswerCoefficients& coefficients);
  /// The same at once: makes the coefficients better.
  Refinement refine(const VelocityModel& velocity, AnswerCoefficients& coefficients,
                    const RefinementOptions& options);

 private:
  LatentPinn& model_;
  Grid grid_;
  Point source_;
  std::vector<Point> asked_;  // nodes of the grid where the network is asked
  CubicEnlargement enlargement_;
  std::vector<float> distances_;              // of the nodes from the source, km
  std::unique_ptr<MeanSlownessField> field_;  // null for networks without coefficients
};

}  // namespace isochron
