// SPDX-License-Identifier: GPL-3.0-or-later
// Refinement: better coefficients of a branch-trunk network for one velocity model.
#pragma once

#include <chrono>
#include <stop_token>

#include "field/velocity_model.h"
#include "pinn/mean_slowness_field.h"

namespace isochron {

struct RefinementOptions {
  std::chrono::duration<double, std::milli> budget{200.0};
  int mostIterations = 60;
  std::stop_token stop = {};  ///< ends it early, with the best so far
};

struct Refinement {
  std::vector<float> coefficients;
  int iterations = 0;  ///< steps that were taken
  double milliseconds = 0.0;
  /// Mean |dT| / mean T, dT what the residual says of the error (TraveltimeErrorEstimate).
  double errorBefore = 0.0, errorAfter = 0.0;
};

/// Gauss-Newton steps, damped after Levenberg and Marquardt, that make what the eikonal residual
/// with the true velocity says of the error of T = r s (TraveltimeErrorEstimate) as small as it can
/// be. Knows nothing of any solution. The latent sees a part of the model only; what it leaves out
/// comes back here. `field` is one of the model's grid, for that source.
Refinement refine(MeanSlownessField& field, const VelocityModel& model, Point source,
                  std::vector<float> coefficients, const RefinementOptions& options = {});

}  // namespace isochron
