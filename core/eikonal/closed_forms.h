// SPDX-License-Identifier: GPL-3.0-or-later
// Closed forms: traveltimes known exactly, to measure solvers by.
#pragma once

#include "field/grid.h"

namespace isochron {

/// First arrival from a to b, s, in v = v0 + gradient z (km/s; gradient > 0, 1/s) inside
/// z <= bottom (km). Rays are circular arcs; where the arc would dip below the bottom, the first
/// arrival grazes the bottom instead: down along a tangent ray, along the bottom, and up again.
double boxGradientTime(double v0, double gradient, double bottom, Point a, Point b);

}  // namespace isochron
