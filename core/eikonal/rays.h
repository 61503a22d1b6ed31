// SPDX-License-Identifier: GPL-3.0-or-later
// Rays: the paths of first arrivals, traced back to the source.
#pragma once

#include "eikonal/traveltimes.h"
#include "field/contours.h"
#include "field/velocity_model.h"

namespace isochron {

/// The ray that arrives first at `receiver`: from there against grad T to the source, which is
/// always its last point. `receiver` in km, inside the grid (throws Error outside).
Polyline traceRay(const Traveltimes& traveltimes, Point receiver);

/// Integral of slowness along a path, s.
double timeAlong(const VelocityModel& model, const Polyline& path);

}  // namespace isochron
