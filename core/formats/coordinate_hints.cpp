// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/coordinate_hints.h"

#include <cmath>

#include "formats/guess_spacing.h"

namespace isochron {
namespace {

bool namesDepth(const std::string& name) {
  return name == "z" || name == "Z" || name == "nz" || name.starts_with("depth") ||
         name.starts_with("Depth");
}

/// The step of evenly spaced coordinates, as written; 0 where they are not.
double evenStep(const NamedAxis& axis) {
  if (axis.coordinates.size() != 3 || axis.length < 2) return 0.0;
  const double step = axis.coordinates[1] - axis.coordinates[0];
  const double whole = axis.coordinates[2] - axis.coordinates[0];
  const double steps = static_cast<double>(axis.length - 1);
  const bool even = std::isfinite(whole) && std::abs(whole - step * steps) < 1e-3 * std::abs(whole);
  return even ? std::abs(step) : 0.0;
}

bool inKilometres(const NamedAxis& axis) {
  if (axis.units == "km" || axis.units.starts_with("kilomet")) return true;
  if (axis.units == "m" || axis.units.starts_with("met")) return false;
  return evenStep(axis) < 0.5;
}

}  // namespace

void setCoordinateHints(const NamedAxis& slower, const NamedAxis& faster, LayoutHints& hints) {
  const bool slowDepth = namesDepth(slower.name), fastDepth = namesDepth(faster.name);
  if (slowDepth == fastDepth) return;
  hints.axes = slowDepth ? AxisOrder::XFast : AxisOrder::ZFast;
  hints.axesReason = std::string(slowDepth ? "x" : "z") + " is the fastest axis, because the " +
                     (slowDepth ? "slower" : "faster") + " one is named '" +
                     (slowDepth ? slower.name : faster.name) + "'";
  const NamedAxis& depth = slowDepth ? slower : faster;
  const NamedAxis& lateral = slowDepth ? faster : slower;
  if (!(evenStep(depth) > 0) || !(evenStep(lateral) > 0)) return;
  const double zScale = inKilometres(depth) ? 1.0 : 1e-3;
  const double xScale = inKilometres(lateral) ? 1.0 : 1e-3;
  hints.dz = evenStep(depth) * zScale;
  hints.dx = evenStep(lateral) * xScale;
  hints.origin = {std::min(lateral.coordinates[0], lateral.coordinates[2]) * xScale,
                  std::min(depth.coordinates[0], depth.coordinates[2]) * zScale};
  hints.spacingReason = metresText(*hints.dx) + " along x and " + metresText(*hints.dz) +
                        " along z, from the coordinates in the file";
}

void setVelocityUnit(const std::string& units, LayoutHints& hints) {
  const bool kilometres = units == "km/s" || units.starts_with("km s");
  if (!kilometres && units != "m/s" && !units.starts_with("m s")) return;
  hints.unit = kilometres ? VelocityUnit::KilometresPerSecond : VelocityUnit::MetresPerSecond;
  hints.unitReason =
      std::string(kilometres ? "km/s" : "m/s") + ", from the units written in the file";
}

}  // namespace isochron
