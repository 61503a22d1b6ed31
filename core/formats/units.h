// SPDX-License-Identifier: GPL-3.0-or-later
// Units: what people write for velocities, slownesses, lengths and angles, read in one place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/velocity_file.h"

namespace isochron {

/// "km/s", "km.s-1", "m s^-1", "ft/s", "s/km", "us/ft", "s2/km2", ...; empty for anything else.
std::optional<VelocityUnit> velocityUnit(std::string_view text);

/// A unit within an array's name: "vp [km/s]", "velocity (m/s)", "vp_kms", "v_m_per_s".
std::optional<VelocityUnit> velocityUnitInName(std::string_view name);

/// km/s = factor * value ^ power; the powers are 1, -1, 0.5 and -0.5.
struct UnitConversion {
  double factor = 1.0;
  double power = 1.0;
  double operator()(double value) const;
};
UnitConversion conversionOf(VelocityUnit unit);
bool isSlowness(VelocityUnit unit);

/// What an axis is measured in. Angles are along the earth's surface, 111.195 km a degree.
struct AxisUnit {
  enum class Kind { Length, Angle, Longitude, Time, Count };
  Kind kind = Kind::Length;
  double kilometres = 1.0;  // one unit; 0 for times and counts
};
/// "m", "kilometers", "ft", "degrees_east", "arcsec", "ms", "1", ...; empty for anything else.
std::optional<AxisUnit> axisUnit(std::string_view text);

}  // namespace isochron
