// SPDX-License-Identifier: GPL-3.0-or-later
// Refinement: better coefficients of a branch-trunk network for one velocity model.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "field/velocity_model.h"
#include "pinn/mean_slowness_field.h"

namespace isochron {

/// Whichever of steps and time is used up first ends it. A budget of steps alone gives the same
/// answer under every load, and on every machine with the same kernels; one of time does not.
struct RefinementOptions {
  int steps = 60;
  std::optional<std::chrono::duration<double, std::milli>> time = {};  ///< none: any
  std::stop_token stop = {};  ///< ends it early, with the best so far
};

struct Refinement {
  std::vector<float> coefficients;
  int steps = 0;  ///< that were taken
  double milliseconds = 0.0;
  /// Mean |dT| / mean T, dT what the residual says of the error (TraveltimeErrorEstimate).
  double errorBefore = 0.0, errorAfter = 0.0;
};

/// Gauss-Newton steps, damped after Levenberg and Marquardt, that make what the eikonal residual
/// with the true velocity says of the error of T = r s (TraveltimeErrorEstimate) as small as it can
/// be. Knows nothing of any solution. The latent sees a part of the model only; what it leaves out
/// comes back here. `field` is one of the model's grid, for that source.
Refinement refine(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients,
                  const RefinementOptions& options = {});

}  // namespace isochron
