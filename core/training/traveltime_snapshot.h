// SPDX-License-Identifier: GPL-3.0-or-later
// What a stage that learns traveltimes can show of one model.
#pragma once

#include "training/stage.h"

namespace isochron {

/// velocity (km/s), traveltime and reference (s; what was learnt, and the solver's), error
/// |T - Tref| (s), residual |v |grad T| - 1|.
Snapshot traveltimeSnapshot(std::int64_t step, const Field& velocity, const Array& learnt,
                            const Array& reference, Point source,
                            std::vector<Point> collocationPoints);

}  // namespace isochron
