// SPDX-License-Identifier: GPL-3.0-or-later
// AxisNames: what the names of axes, and of numbers beside an array, say of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/statements.h"

namespace isochron {

/// "x (km)", "depth_m", "z [ft]": the name alone, and the unit in it (empty where there is none).
struct NameAndUnit {
  std::string name;
  std::string unit;
};
NameAndUnit splitUnit(const std::string& name);

/// "depth", "nz", "Elevation" are depths, "x", "Midpoint", "lon" lateral ones, "model" counts
/// models. A plain y is Unknown: it is lateral beside z and depth beside x.
AxisRole roleOfName(const std::string& name);
/// True for "y", "ny", "Y".
bool isPlainY(const std::string& name);
/// True for "elevation", "height", "altitude": numbers that grow upward.
bool namesHeight(const std::string& name);

/// What a name beside an array stands for.
struct BesideName {
  enum class Kind { Nothing, Step, First, Length, Coordinates };
  Kind kind = Kind::Nothing;
  AxisRole role = AxisRole::Unknown;  // of "dx", "z0"
  bool isY = false;                   // "dy": depends on what else there is
  int fromLast = 0;                   // "d1" is the last axis, the fastest: 1, "d2": 2; else 0
  bool all = false;                   // "h", "spacing", "origin": of all axes
};
BesideName besideName(const std::string& name);

}  // namespace isochron
