// SPDX-License-Identifier: GPL-3.0-or-later
// PinnConfig: all that a PINN of one velocity model depends on.
#pragma once

#include "nn/mlp.h"
#include "pinn/collocation.h"
#include "pinn/eikonal_loss.h"
#include "training/optimiser.h"

namespace isochron {

struct PinnConfig {
  // The network: a multilayer perceptron of x and z.
  int width = 64;
  int depth = 4;
  std::string activation = "tanh";

  // What is learnt from. The bounds of the ansatz are the model's own velocities.
  AnsatzKind ansatz = AnsatzKind::Bounded;
  EikonalLossConfig loss{.differentiation = Differentiation::Exact, .semiconcavity = 0.01};
  Sampler sampler = Sampler::Sobol;
  double spacing = 0.5;  // cells of the grid to the neighbours of differences
  int points = 512;      // a step, drawn anew for every batch

  // How.
  OptimiserConfig optimiser;
  std::uint64_t seed = 0;
  int threads = 0;  // 0: as many as the machine runs at once

  /// Throws Error for unknown settings and impossible values.
  static PinnConfig fromJson(const Json& json);
  Json toJson() const;
  MlpConfig network() const;
};

}  // namespace isochron
