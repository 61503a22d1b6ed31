// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers/traveltime_fields.h"

#include <algorithm>
#include <cmath>

namespace isochron {

Array slownessOf(const Traveltimes& traveltimes) {
  const Grid& grid = traveltimes.grid;
  const Array& s = traveltimes.meanSlowness;
  Array result(grid.nz, grid.nx);
  for (int iz = 0; iz < grid.nz; ++iz) {
    const int above = std::max(iz - 1, 0);
    const int below = std::min(iz + 1, grid.nz - 1);
    for (int ix = 0; ix < grid.nx; ++ix) {
      const int left = std::max(ix - 1, 0);
      const int right = std::min(ix + 1, grid.nx - 1);
      const Point node = grid.node(iz, ix);
      const Point from{node.x - traveltimes.source.x, node.z - traveltimes.source.z};
      const double r = std::hypot(from.x, from.z);
      if (r == 0.0) {
        result(iz, ix) = s(iz, ix);
        continue;
      }
      const double sx = (s(iz, right) - s(iz, left)) / ((right - left) * grid.dx);
      const double sz = (s(below, ix) - s(above, ix)) / ((below - above) * grid.dz);
      result(iz, ix) = std::hypot(s(iz, ix) * from.x / r + r * sx, s(iz, ix) * from.z / r + r * sz);
    }
  }
  return result;
}

Array readBackVelocity(const Traveltimes& traveltimes) {
  constexpr double kSlowest = 1e-6;  // s/km; where T is flat, no velocity can be read
  return slownessOf(traveltimes).max(kSlowest).inverse();
}

}  // namespace isochron
