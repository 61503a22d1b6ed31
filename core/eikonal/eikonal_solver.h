// SPDX-License-Identifier: GPL-3.0-or-later
// solveEikonal: first-arrival traveltimes of a point source in a velocity model.
#pragma once

#include <stop_token>

#include "eikonal/traveltimes.h"
#include "field/velocity_model.h"

namespace isochron {

/// Solves |grad T| = 1/v, T(source) = 0. `source` in km, anywhere inside the grid, on a node or
/// not; throws Error where it lies outside, Cancelled when `stop` is raised.
Traveltimes solveEikonal(const VelocityModel& model, Point source, std::stop_token stop = {});

}  // namespace isochron
