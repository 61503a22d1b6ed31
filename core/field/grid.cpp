// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/grid.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "field/error.h"

namespace isochron {
namespace {

constexpr double kTolerance = 1e-9;  // of a cell

/// Cell number and fraction along one axis of n nodes, clamped.
std::pair<int, double> cellAlong(double position, int n) {
  const double inside = std::clamp(position, 0.0, static_cast<double>(n - 1));
  const int cell = std::min(static_cast<int>(inside), n - 2);
  return {cell, inside - cell};
}

}  // namespace

double distance(Point a, Point b) { return std::hypot(a.x - b.x, a.z - b.z); }

bool Grid::contains(Point p) const {
  const Point last = end();
  return p.x >= origin.x - kTolerance * dx && p.x <= last.x + kTolerance * dx &&
         p.z >= origin.z - kTolerance * dz && p.z <= last.z + kTolerance * dz;
}

Point Grid::clamp(Point p) const {
  const Point last = end();
  return {std::clamp(p.x, origin.x, last.x), std::clamp(p.z, origin.z, last.z)};
}

void validate(const Grid& grid) {
  if (grid.nx < 2 || grid.nz < 2)
    throw Error("grid",
                "has " + std::to_string(grid.nx) + " x " + std::to_string(grid.nz) + " nodes",
                "use at least 2 x 2");
  if (!(std::isfinite(grid.dx) && std::isfinite(grid.dz) && grid.dx > 0 && grid.dz > 0))
    throw Error("grid", "the spacing is not a positive number", "give dx and dz in km, above 0");
  if (!std::isfinite(grid.origin.x) || !std::isfinite(grid.origin.z))
    throw Error("grid", "the origin is not a number", "give x and z of the first node in km");
}

CellPosition locate(const Grid& grid, Point p) {
  const auto [ix, fx] = cellAlong((p.x - grid.origin.x) / grid.dx, grid.nx);
  const auto [iz, fz] = cellAlong((p.z - grid.origin.z) / grid.dz, grid.nz);
  return {ix, iz, fx, fz};
}

}  // namespace isochron
