// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinnConfig: all that stage 2 of a latentPINN depends on.
#pragma once

#include <memory>

#include "nn/pair_network.h"
#include "pinn/collocation.h"
#include "pinn/eikonal_loss.h"
#include "training/archive.h"
#include "training/optimiser.h"

namespace isochron {

struct LatentPinnConfig {
  // The network: "branch-trunk" (ours) or "mlp" (the paper's).
  std::string network = "branch-trunk";
  int sums = 32;    // branch-trunk: sums of products that the head mixes
  int rank = 8;     // products in each
  int hidden = 32;  // width of the head's hidden layer
  int trunkWidth = 192;
  int trunkDepth = 3;
  int branchWidth = 384;
  int branchDepth = 2;
  int width = 128;  // mlp
  int depth = 12;   // mlp
  std::string activation = "tanh";

  // What is learnt from.
  AnsatzKind ansatz = AnsatzKind::Bounded;
  double slowest = 0.0;  // km/s, for the ansatz; 0: the slowest of all models
  double fastest = 0.0;  // km/s; 0: the fastest of all models
  EikonalLossConfig loss;
  std::string velocity = "true";  // that the residual compares with; "decoded": from the latent
  Sampler sampler = Sampler::Grid;
  double spacing = 1.0;    // cells of the data's grid to the neighbours of differences
  int points = 384;        // residuals a source, 0: none
  int trainingNodes = 0;   // that points are drawn from, chosen once; 0: wherever the sampler likes
  int labelPoints = 1024;  // labels a source, where they have a weight
  int trainingModels = 0;  // so many of the models to learn from; 0: all
  int models = 64;         // a source
  int sources = 2;         // a step
  int reuse = 1;           // steps for which a source and its models are kept, on average
  double centreShare = 0.3;  // of the sources: in the middle of the box; the others anywhere
  double leastAspect = 0.0;  // depth over width of the boxes, drawn for each source; 0: the data's
  double greatestAspect = 0.0;  // own. Only with latents that are relative to a model's own bounds

  // How.
  OptimiserConfig optimiser;
  double validation = 0.02;
  double test = 0.02;
  int validationModels = 32;  // at most, for the error while training
  std::uint64_t seed = 0;
  int threads = 0;  // 0: as many as the machine runs at once

  /// Throws Error for unknown settings and impossible values.
  static LatentPinnConfig fromJson(const Json& json);
  Json toJson() const;
  /// Throws Error for impossible values.
  void check() const;
  /// Throws Error for what would be ignored if something was learnt with it.
  void checkForTraining() const;
};

/// The network of that configuration, for models of that many numbers, and in boxes of any aspect.
/// `threads` share its work, for 0 as many as the machine runs at once: those of the config are for
/// training alone.
std::unique_ptr<PairNetwork> makeNetwork(const LatentPinnConfig& config, int latents,
                                         bool anyAspect, int threads);

}  // namespace isochron
