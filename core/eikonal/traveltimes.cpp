// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/traveltimes.h"

namespace isochron {

double Traveltimes::at(Point p) const {
  return distance(p, source) * interpolate(grid, meanSlowness, p);
}

std::vector<double> Traveltimes::at(const std::vector<Point>& receivers) const {
  std::vector<double> times;
  times.reserve(receivers.size());
  for (const Point p : receivers) times.push_back(at(p));
  return times;
}

}  // namespace isochron
