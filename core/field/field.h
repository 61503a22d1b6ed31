// SPDX-License-Identifier: GPL-3.0-or-later
// Field: values on the nodes of a grid.
#pragma once

#include <Eigen/Core>

#include "field/grid.h"

namespace isochron {

/// Node values, row-major [iz, ix], shape (nz, nx).
using Array = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A scalar field; the unit is told by whoever holds it.
struct Field {
  Grid grid;
  Array values;  // (nz, nx)
};

/// Bilinear interpolation; positions outside take the nearest border value.
double interpolate(const Field& field, Point p);
double interpolate(const Grid& grid, const Array& values, Point p);

}  // namespace isochron
