// SPDX-License-Identifier: GPL-3.0-or-later
// Random drawings: what people make with brush, polygon, layer and gradient.
#pragma once

#include <cstdint>

#include "field/field.h"
#include "field/work_monitor.h"

namespace isochron {

struct DrawingShape {
  double edits = 6.0;     // one to so many on each background
  double contrast = 1.0;  // how far from what is there a tool's velocity is, as a rule
  double slowest = 1.5;   // km/s
  double fastest = 6.0;
};

/// A background (even, a gradient, layers or a random field) and edits with the tools of
/// field/painting.h at random places, km/s, shape (nz, nx). As drawings are, it is sharp to the
/// node: on a finer grid the same drawing has finer steps at its borders. Throws Cancelled where
/// the monitor stops it.
Array randomDrawing(const Grid& grid, const DrawingShape& shape, std::uint64_t seed,
                    const WorkMonitor& monitor = {});

}  // namespace isochron
