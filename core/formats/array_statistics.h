// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics: the few numbers of a stored array from which its layout is guessed.
#pragma once

#include "formats/stored_array.h"

namespace isochron {

/// Over the first planes, at least one and as many as hold about four million values.
struct ValueStatistics {
  double min = 0.0;  // of the finite values; 0 where there is none
  double max = 0.0;
  bool anyFinite = false;
  bool binary = false;  // only 0 and 1, and both of them
};
ValueStatistics valueStatistics(const PlaneView& view);

/// How the values behave along one axis.
struct AxisStatistics {
  std::int64_t length = 0;
  double growth = 0.0;     // mean of the last third less that of the first, over the range
  double roughness = 0.0;  // mean absolute step from node to node
};

/// Of a few planes, thinned out where they are large.
struct PlaneStatistics {
  AxisStatistics rows;     // along the first index of a plane
  AxisStatistics columns;  // along the second
};
PlaneStatistics planeStatistics(const PlaneView& view);

/// Neighbouring planes against far ones: below 0.5 the planes are slices of one body, near 1
/// they are models of their own. 1 for fewer than eight planes, `equal` where all are the same.
double planeContinuity(const PlaneView& view, double equal = 1.0);

}  // namespace isochron
