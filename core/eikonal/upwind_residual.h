// SPDX-License-Identifier: GPL-3.0-or-later
// The eikonal residual of traveltimes that are known at the nodes of a grid.
#pragma once

#include "field/field.h"

namespace isochron {

/// |v |grad T| - 1| at each node, v in km/s, T in s: 0 where T solves the eikonal equation. The
/// slope along either axis is the steepest descent to a neighbour, of first order in the mean
/// slowness T / distance to the source, and 0 where T falls to neither (Rouy and Tourin, 1992). 0
/// at the source, where T has no slope.
Array upwindResidual(const Field& velocity, const Array& time, Point source);

}  // namespace isochron
