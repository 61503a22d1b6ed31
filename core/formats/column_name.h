// SPDX-License-Identifier: GPL-3.0-or-later
// ColumnName: what the head of a table's column says: "depth_m", "X (km)", "vp [m/s]".
#pragma once

#include <string>
#include <string_view>

namespace isochron {

enum class ColumnRole { Other, X, Y, Depth, Elevation };

struct ColumnName {
  std::string text;  // as written
  std::string bare;  // without its unit, letters and digits alone, in lower case
  std::string unit;  // of a coordinate, as written; "degrees" of a longitude; or else empty
  ColumnRole role = ColumnRole::Other;
};

/// Name and unit apart, and which coordinate the name stands for, in the words of common programs.
ColumnName columnName(std::string_view head);

/// "m" from "(m)", "[m]" or "m".
std::string_view withoutBrackets(std::string_view unit);

}  // namespace isochron
