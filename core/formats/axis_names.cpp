// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/axis_names.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "formats/units.h"

namespace isochron {
namespace {

/// Without folders and unit, in lower case, letters and digits only.
std::string bare(const std::string& path) {
  const std::string name = splitUnit(path).name;
  const std::size_t slash = name.find_last_of('/');
  std::string out;
  for (const char c : name.substr(slash == name.npos ? 0 : slash + 1))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

template <std::size_t n>
bool isOne(const std::string& name, const std::string_view (&names)[n]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

template <std::size_t n>
bool startsWithOne(const std::string& name, const std::string_view (&starts)[n]) {
  return std::any_of(std::begin(starts), std::end(starts),
                     [&](std::string_view start) { return name.starts_with(start); });
}

/// The one letter that a short name is about: "dx", "x0", "deltax", "nx", "originx" with x.
struct Pattern {
  std::string_view before;
  std::string_view after;
  BesideName::Kind kind;
};

constexpr Pattern kPatterns[] = {
    {"d", "", BesideName::Kind::Step},       {"delta", "", BesideName::Kind::Step},
    {"h", "", BesideName::Kind::Step},       {"step", "", BesideName::Kind::Step},
    {"spacing", "", BesideName::Kind::Step}, {"", "step", BesideName::Kind::Step},
    {"", "inc", BesideName::Kind::Step},     {"", "spacing", BesideName::Kind::Step},
    {"o", "", BesideName::Kind::First},      {"origin", "", BesideName::Kind::First},
    {"", "0", BesideName::Kind::First},      {"", "min", BesideName::Kind::First},
    {"", "origin", BesideName::Kind::First}, {"", "start", BesideName::Kind::First},
    {"", "first", BesideName::Kind::First},  {"n", "", BesideName::Kind::Length},
    {"num", "", BesideName::Kind::Length}};

std::optional<BesideName> matched(const std::string& name) {
  for (const auto& [before, after, kind] : kPatterns) {
    if (name.size() != before.size() + after.size() + 1) continue;
    if (!name.starts_with(before) || !name.ends_with(after)) continue;
    const char letter = name[before.size()];
    BesideName found;
    found.kind = kind;
    if (letter == 'x')
      found.role = AxisRole::Lateral;
    else if (letter == 'z')
      found.role = AxisRole::Depth;
    else if (letter == 'y')
      found.isY = true;
    else if (letter >= '1' && letter <= '9' && !before.empty() && after.empty())
      found.fromLast = letter - '0';
    else
      continue;
    return found;
  }
  return std::nullopt;
}

}  // namespace

NameAndUnit splitUnit(const std::string& name) {
  const std::size_t open = name.find_first_of("[(");
  if (open != name.npos && open > 0) {
    const std::size_t close = name.find_first_of("])", open);
    const std::string inside = name.substr(open + 1, close - open - 1);
    if (axisUnit(inside)) return {name.substr(0, open), inside};
  }
  const std::size_t last = name.find_last_of("_ ");
  if (last != name.npos && last > 0 && axisUnit(name.substr(last + 1)) &&
      axisUnit(name.substr(last + 1))->kind == AxisUnit::Kind::Length)
    return {name.substr(0, last), name.substr(last + 1)};
  return {name, ""};
}

bool isPlainY(const std::string& name) {
  constexpr std::string_view kY[] = {"y", "ny", "iy", "yc", "ycoord", "ycoordinate", "yi"};
  return isOne(bare(name), kY);
}

bool namesHeight(const std::string& name) {
  constexpr std::string_view kHeights[] = {"elev", "height", "altit", "alt"};
  return startsWithOne(bare(name), kHeights);
}

AxisRole roleOfName(const std::string& name) {
  const std::string plain = bare(name);
  constexpr std::string_view kDepth[] = {"z",           "nz",  "iz",  "zc",    "zi",     "zcoord",
                                         "zcoordinate", "tvd", "lev", "level", "levels", "zaxis"};
  constexpr std::string_view kDepthStarts[] = {"depth", "deep"};
  constexpr std::string_view kLateral[] = {"x",      "nx",          "ix",     "xc",    "xi",
                                           "xcoord", "xcoordinate", "xaxis",  "cdp",   "cmp",
                                           "trace",  "traces",      "offset", "range", "profile"};
  constexpr std::string_view kLateralStarts[] = {
      "dist",  "lon",       "lat",      "east",       "north",    "inline",  "iline",
      "xline", "crossline", "midpoint", "horizontal", "position", "lateral", "offset"};
  constexpr std::string_view kModels[] = {
      "n",           "model",        "models", "sample", "samples", "batch",    "realization",
      "realisation", "realizations", "index",  "number", "member",  "ensemble", "record"};
  if (isOne(plain, kDepth) || startsWithOne(plain, kDepthStarts) || namesHeight(name))
    return AxisRole::Depth;
  if (isOne(plain, kLateral) || startsWithOne(plain, kLateralStarts)) return AxisRole::Lateral;
  if (isOne(plain, kModels)) return AxisRole::Models;
  return AxisRole::Unknown;
}

BesideName besideName(const std::string& name) {
  using Kind = BesideName::Kind;
  const std::string plain = bare(name);
  if (const auto found = matched(plain)) return *found;
  BesideName result;
  constexpr std::string_view kSteps[] = {
      "h",        "dh",       "ds",          "delta",         "deltas",
      "spacing",  "spacings", "gridspacing", "step",          "steps",
      "gridstep", "gridsize", "cellsize",    "nodeintervals", "nodeinterval",
      "interval", "intervals"};
  constexpr std::string_view kFirsts[] = {"origin", "origins", "mincoords", "offset0"};
  constexpr std::string_view kLengths[] = {"shape", "dims", "npts", "nnodes"};
  result.all = true;
  if (isOne(plain, kSteps))
    result.kind = Kind::Step;
  else if (isOne(plain, kFirsts))
    result.kind = Kind::First;
  else if (isOne(plain, kLengths))
    result.kind = Kind::Length;
  if (result.kind != Kind::Nothing) return result;
  result.all = false;
  result.role = roleOfName(name);
  result.isY = isPlainY(name);
  if (result.isY || result.role == AxisRole::Lateral || result.role == AxisRole::Depth)
    result.kind = Kind::Coordinates;
  return result;
}

}  // namespace isochron
