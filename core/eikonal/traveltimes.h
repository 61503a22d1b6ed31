// SPDX-License-Identifier: GPL-3.0-or-later
// Traveltimes: first arrivals of one point source everywhere on a grid.
#pragma once

#include <vector>

#include "field/field.h"

namespace isochron {

/// First-arrival times T(x) of a point source, factored as T = r s with r the distance to the
/// source and s the mean slowness (s/km). s is smooth where T is not, at the source, so values
/// between nodes are interpolated in s.
struct Traveltimes {
  Grid grid;
  Point source;        // km
  Array time;          // s, (nz, nx)
  Array meanSlowness;  // s/km, (nz, nx); at a source on a node: the slowness there

  /// Time at any position inside the grid, s.
  double at(Point p) const;
  std::vector<double> at(const std::vector<Point>& receivers) const;
};

}  // namespace isochron
