// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/field.h"

namespace isochron {

double interpolate(const Grid& grid, const Array& values, Point p) {
  const CellPosition c = locate(grid, p);
  const double top = (1 - c.fx) * values(c.iz, c.ix) + c.fx * values(c.iz, c.ix + 1);
  const double bottom = (1 - c.fx) * values(c.iz + 1, c.ix) + c.fx * values(c.iz + 1, c.ix + 1);
  return (1 - c.fz) * top + c.fz * bottom;
}

double interpolate(const Field& field, Point p) { return interpolate(field.grid, field.values, p); }

}  // namespace isochron
