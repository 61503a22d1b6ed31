// SPDX-License-Identifier: GPL-3.0-or-later
// Refinement: better coefficients of a branch-trunk network for one velocity model.
#pragma once

#include <chrono>

#include "field/velocity_model.h"
#include "nn/branch_trunk_field.h"
#include "pinn/ansatz.h"

namespace isochron {

struct RefinementOptions {
  std::chrono::duration<double, std::milli> budget{200.0};
  int mostIterations = 50;
};

struct Refinement {
  std::vector<float> coefficients;
  int iterations = 0;  ///< steps that were taken
  double milliseconds = 0.0;
  double residualBefore = 0.0;  ///< root mean square of v |grad T| - 1 over all nodes
  double residualAfter = 0.0;
};

/// Minimises the eikonal residual (upwind differences to the neighbouring nodes) of
/// T = r s(u(coefficients)) with the true velocity, by Gauss-Newton steps damped after Levenberg
/// and Marquardt; each looks at a quarter of the nodes in turn. Knows nothing of any solution.
/// `field` holds all nodes of the model's grid, row by row. The latent sees a part of the model
/// only; what it leaves out comes back here.
Refinement refine(BranchTrunkField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients,
                  const RefinementOptions& options = {});

}  // namespace isochron
