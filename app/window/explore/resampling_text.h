// SPDX-License-Identifier: GPL-3.0-or-later
// Resampling text: what a change of grid does to a drawing, told before and after it is done.
#pragma once

#include <QString>

#include "field/grid.h"

namespace isochron {

/// "128 × 128 nodes over 5 × 1 km".
QString gridWords(const Grid& grid);

/// Size before and after, what is cut off or continued, and that nothing is stretched. One or two
/// sentences; `to` as placedGrid() gives it.
QString resamplingWords(const Grid& from, const Grid& to);

}  // namespace isochron
