// SPDX-License-Identifier: GPL-3.0-or-later
// Coordinate hints: axes and spacing from the named, measured axes of NetCDF and HDF5 files.
#pragma once

#include <string>
#include <vector>

#include "formats/stored_array.h"

namespace isochron {

/// One of the last two axes of an array.
struct NamedAxis {
  std::string name;                 // "depth", "x"; may be empty
  std::string units;                // "m", "km"; may be empty
  std::vector<double> coordinates;  // the first two and the last; empty where unknown
  std::int64_t length = 0;
};

/// Fills axes, spacing and origin of `hints` from what the names and coordinates tell.
void setCoordinateHints(const NamedAxis& slower, const NamedAxis& faster, LayoutHints& hints);

/// km/s or m/s from an attribute such as "km/s", "m s-1", "km s^-1".
void setVelocityUnit(const std::string& units, LayoutHints& hints);

}  // namespace isochron
