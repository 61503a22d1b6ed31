// SPDX-License-Identifier: GPL-3.0-or-later
// Local minima of traveltimes: places from which a wave would start by itself.
#pragma once

#include <span>

#include "field/grid.h"

namespace isochron {

/// How many nodes have no earlier one among their four neighbours; those of the cells that hold the
/// source are not counted. A first arrival has none. `times` row by row.
int localMinima(const Grid& grid, std::span<const float> times, Point source);

}  // namespace isochron
