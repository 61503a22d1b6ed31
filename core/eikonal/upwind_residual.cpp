// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/upwind_residual.h"

#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

/// From the node's mean slowness and that of a neighbour on one axis. `r`: km to the
/// source, `cosine`: the derivative of r away from the neighbour.
double slope(double s, double neighbour, double r, double cosine, double spacing) {
  return cosine * s + r * (s - neighbour) / spacing;
}

}  // namespace

Array upwindResidual(const Field& velocity, const Array& time, Point source) {
  const Grid& grid = velocity.grid;
  // At the source itself T says nothing of it: there it is as at the node that asks.
  const auto meanSlowness = [&](int iz, int ix, double asking) {
    const double r = distance(grid.node(iz, ix), source);
    return r > 0.0 ? time(iz, ix) / r : asking;
  };
  Array residual(grid.nz, grid.nx);
  for (int iz = 0; iz < grid.nz; ++iz) {
    for (int ix = 0; ix < grid.nx; ++ix) {
      const Point p = grid.node(iz, ix);
      const double r = distance(p, source);
      residual(iz, ix) = 0.0;
      if (!(r > 0.0)) continue;
      const double s = time(iz, ix) / r;
      const auto along = [&](int dx, int dz, double cosine, double spacing) {
        double steepest = 0.0;
        for (const int side : {-1, 1}) {
          const int nx = ix + side * dx, nz = iz + side * dz;
          if (nx < 0 || nz < 0 || nx >= grid.nx || nz >= grid.nz) continue;
          steepest =
              std::max(steepest, slope(s, meanSlowness(nz, nx, s), r, -side * cosine, spacing));
        }
        return steepest;
      };
      const double sx = along(1, 0, (p.x - source.x) / r, grid.dx);
      const double sz = along(0, 1, (p.z - source.z) / r, grid.dz);
      residual(iz, ix) = std::abs(velocity.values(iz, ix) * std::hypot(sx, sz) - 1.0);
    }
  }
  return residual;
}

}  // namespace isochron
