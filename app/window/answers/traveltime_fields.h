// SPDX-License-Identifier: GPL-3.0-or-later
// What traveltimes say of the velocities that they went through.
#pragma once

#include "eikonal/traveltimes.h"

namespace isochron {

/// |grad T| at the nodes, s/km, (nz, nx). T = r s is differentiated as a product, differences being
/// taken of the mean slowness s alone (central; one-sided at the border), so that it holds at the
/// source, too: there it is s.
Array slownessOf(const Traveltimes& traveltimes);

/// 1 / |grad T|, km/s.
Array readBackVelocity(const Traveltimes& traveltimes);

}  // namespace isochron
