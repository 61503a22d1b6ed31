// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/traveltime_snapshot.h"

#include "eikonal/upwind_residual.h"

namespace isochron {

Snapshot traveltimeSnapshot(std::int64_t step, const Field& velocity, const Array& learnt,
                            const Array& reference, Point source,
                            std::vector<Point> collocationPoints) {
  const Grid& grid = velocity.grid;
  return {step,
          {{"velocity", velocity},
           {"traveltime", {grid, learnt}},
           {"reference", {grid, reference}},
           {"error", {grid, (learnt - reference).abs()}},
           {"residual", {grid, upwindResidual(velocity, learnt, source)}}},
          std::move(collocationPoints)};
}

}  // namespace isochron
