// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/closed_forms.h"

#include <cmath>

namespace isochron {

double boxGradientTime(double v0, double gradient, double bottom, Point a, Point b) {
  const double va = v0 + gradient * a.z;
  const double vb = v0 + gradient * b.z;
  const double vBottom = v0 + gradient * bottom;
  // From a point of velocity v to where its ray touches the bottom.
  const auto reach = [&](double v) { return std::sqrt(vBottom * vBottom - v * v) / gradient; };
  const auto descent = [&](double v) { return std::acosh(vBottom / v) / gradient; };
  const double across = std::abs(a.x - b.x);
  const double along = across - reach(va) - reach(vb);
  if (along > 0) return descent(va) + along / vBottom + descent(vb);
  const double squared = across * across + (a.z - b.z) * (a.z - b.z);
  return std::acosh(1.0 + gradient * gradient * squared / (2.0 * va * vb)) / gradient;
}

}  // namespace isochron
