// SPDX-License-Identifier: GPL-3.0-or-later
// Contours: the lines of equal value of a field, joined and ready to draw.
#pragma once

#include <vector>

#include "field/field.h"

namespace isochron {

using Polyline = std::vector<Point>;

/// All lines of one level. A closed line repeats its first point at the end.
struct Contour {
  double level = 0.0;
  std::vector<Polyline> lines;  // km
};

/// Lines of equal value by marching squares, linear along the edges. One entry per level, in the
/// order of `levels`, which must ascend; levels that the field does not reach have no lines.
std::vector<Contour> contours(const Field& field, const std::vector<double>& levels);

/// 1, 2 or 5 times a power of ten, so that about `count` intervals span the range.
double niceInterval(double range, int count);

/// Multiples of `interval` strictly inside (min, max); at most 1000.
std::vector<double> levelsBetween(double min, double max, double interval);

}  // namespace isochron
