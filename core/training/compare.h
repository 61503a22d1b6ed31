// SPDX-License-Identifier: GPL-3.0-or-later
// compare(): a PINN trained anew for one model, beside a trained latentPINN and the solver.
#pragma once

#include <functional>
#include <stop_token>

#include "training/comparison.h"

namespace isochron {

class LatentPinn;
struct PinnConfig;

/// Runs one after the other: the solver, latentPINN, refinement, PINN from random weights, PINN on
/// the other model, transfer. The reference is the solver's on a grid of half the spacing, between
/// whose nodes the velocity is the same. With no steps in `config`, its schedules span as many as
/// the seconds seem to hold. `tell` gets what there is after every answer, and twice a second. All
/// with `config.threads`. Throws Cancelled.
Comparison compare(const ComparisonRequest& request, LatentPinn& latentPinn,
                   std::optional<double> trainingSeconds, const PinnConfig& config,
                   const std::function<void(const Comparison&)>& tell, const std::stop_token& stop);

}  // namespace isochron
