// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/source_cells.h"

namespace isochron {

double straightMeanSlowness(const VelocityModel& model, Point source, Point p) {
  const Point middle{0.5 * (source.x + p.x), 0.5 * (source.z + p.z)};
  return (1.0 / model.at(source) + 4.0 / model.at(middle) + 1.0 / model.at(p)) / 6.0;
}

Point meanSlownessSlope(const VelocityModel& model, Point source) {
  const Grid& g = model.grid();
  const Point left = g.clamp({source.x - g.dx, source.z}),
              right = g.clamp({source.x + g.dx, source.z});
  const Point up = g.clamp({source.x, source.z - g.dz}),
              down = g.clamp({source.x, source.z + g.dz});
  return {0.5 * (1.0 / model.at(right) - 1.0 / model.at(left)) / (right.x - left.x),
          0.5 * (1.0 / model.at(down) - 1.0 / model.at(up)) / (down.z - up.z)};
}

}  // namespace isochron
