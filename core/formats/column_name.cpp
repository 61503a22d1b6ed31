// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/column_name.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "formats/text_numbers.h"
#include "formats/units.h"

namespace isochron {
namespace {

/// Letters and digits alone, in lower case.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const auto code = static_cast<unsigned char>(c);
    if (std::isalnum(code) != 0) out.push_back(static_cast<char>(std::tolower(code)));
  }
  return out;
}

template <std::size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

ColumnRole roleOf(std::string_view name) {
  constexpr std::array<std::string_view, 24> kX = {
      "x",    "xs",        "xr",        "gx",       "rx",      "recx",
      "xrec", "receiverx", "xpos",      "xcoord",   "coordx",  "xlocation",
      "posx", "distance",  "dist",      "offset",   "lateral", "easting",
      "east", "lon",       "longitude", "midpoint", "abstand", "entfernung"};
  constexpr std::array<std::string_view, 13> kY = {
      "y",      "ys",       "yr",    "gy",  "ry",       "ypos",     "ycoord",
      "coordy", "northing", "north", "lat", "latitude", "crossline"};
  constexpr std::array<std::string_view, 16> kDepth = {
      "z",    "zs",     "zr",     "gz",   "rz",  "recz",  "zrec",       "receiverz",
      "zpos", "zcoord", "coordz", "posz", "dep", "tiefe", "profondeur", "profundidad"};
  constexpr std::array<std::string_view, 8> kElevation = {
      "elevation", "elev", "height", "altitude", "alt", "gelev", "hoehe", "topography"};
  const auto starts = [name](std::string_view start) { return name.starts_with(start); };
  if (isOneOf(name, kX) || starts("xcoord") || starts("distance") || starts("horizontal"))
    return ColumnRole::X;
  if (isOneOf(name, kY) || starts("ycoord")) return ColumnRole::Y;
  if (isOneOf(name, kDepth) || starts("depth") || starts("zcoord")) return ColumnRole::Depth;
  if (isOneOf(name, kElevation) || starts("elevation")) return ColumnRole::Elevation;
  return ColumnRole::Other;
}

bool measuresPlaces(std::string_view unit) {
  const auto found = axisUnit(unit);
  return found && found->kind != AxisUnit::Kind::Count;
}

}  // namespace

std::string_view withoutBrackets(std::string_view unit) {
  unit = trimmed(unit);
  const bool brackets = unit.size() > 2 && std::string_view("([{").find(unit[0]) != unit.npos &&
                        std::string_view(")]}").find(unit.back()) != unit.npos;
  return brackets ? trimmed(unit.substr(1, unit.size() - 2)) : unit;
}

ColumnName columnName(std::string_view head) {
  head = trimmed(head);
  ColumnName column;
  column.text = head;
  std::string_view name = head;
  const std::size_t bracket = head.find_first_of("([{");
  if (bracket != head.npos && bracket > 0) {
    const std::size_t end = std::min(head.find_first_of(")]}", bracket), head.size());
    const std::string_view unit = trimmed(head.substr(bracket + 1, end - bracket - 1));
    if (measuresPlaces(unit)) column.unit = unit;
    name = head.substr(0, bracket);
  } else if (const std::size_t mark = head.find_last_of("_/ .,-:"); mark != head.npos && mark > 0) {
    const std::string_view unit = head.substr(mark + 1);
    if (measuresPlaces(unit)) {
      column.unit = unit;
      name = trimmed(head.substr(0, mark));
      if (name.ends_with(" in")) name.remove_suffix(3);
    }
  }
  column.bare = plain(name);
  column.role = roleOf(column.bare);
  const bool angle = column.bare.starts_with("lon") || column.bare.starts_with("lat");
  if (angle && column.role != ColumnRole::Other && column.unit.empty()) column.unit = "degrees";
  return column;
}

}  // namespace isochron
