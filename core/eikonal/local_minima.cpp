// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/local_minima.h"

#include <cmath>

namespace isochron {

int localMinima(const Grid& grid, std::span<const float> times, Point source) {
  constexpr double kOneCell = 1.0 + 1e-9;
  const auto at = [&](int iz, int ix) {
    return times[static_cast<std::size_t>(iz) * static_cast<std::size_t>(grid.nx) +
                 static_cast<std::size_t>(ix)];
  };
  int count = 0;
  for (int iz = 0; iz < grid.nz; ++iz)
    for (int ix = 0; ix < grid.nx; ++ix) {
      const float time = at(iz, ix);
      if ((ix > 0 && at(iz, ix - 1) < time) || (ix + 1 < grid.nx && at(iz, ix + 1) < time) ||
          (iz > 0 && at(iz - 1, ix) < time) || (iz + 1 < grid.nz && at(iz + 1, ix) < time))
        continue;
      const Point p = grid.node(iz, ix);
      if (std::abs(p.x - source.x) >= kOneCell * grid.dx ||
          std::abs(p.z - source.z) >= kOneCell * grid.dz)
        ++count;
    }
  return count;
}

}  // namespace isochron
