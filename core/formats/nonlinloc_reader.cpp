// SPDX-License-Identifier: GPL-3.0-or-later
// Reads NonLinLoc's 3D grids: a line of text (.hdr) and 32- or 64-bit floats in a file beside it
// (.buf), z fastest, then y, then x (A. Lomax, NonLinLoc user's guide, "3D grid header format").
#include "formats/nonlinloc.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "formats/readers.h"
#include "formats/text_encoding.h"
#include "formats/units.h"

namespace isochron {
namespace {

struct Header {
  std::array<std::int64_t, 3> nodes{};  // x, y, z
  std::array<double, 3> origin{};       // km
  std::array<double, 3> step{};         // km
  std::string kind;                     // "VELOCITY", "SLOW_LEN", ...
  std::string type;                     // "FLOAT", "DOUBLE"; empty in old files
};

/// What the values are, in km/s after `unit`; a scale of 0 stands for the length of a cell.
struct Kind {
  std::string_view name;
  std::string_view unit;
  double scale = 1.0;
};
constexpr Kind kKinds[] = {{"VELOCITY", "km/s"},     {"VELOCITY_METERS", "m/s"},
                           {"SLOWNESS", "s/km"},     {"VEL2", "km2/s2"},
                           {"SLOW2", "s2/km2"},      {"SLOW2_METERS", "s2/km2", 1e6},
                           {"SLOW_LEN", "s/km", 0.0}};
constexpr std::string_view kOtherKinds[] = {
    "TIME",        "TIME2D",        "PROB_DENSITY", "MISFIT", "LIKELIHOOD", "ANGLE",  "ANGLE2D",
    "INCLINATION", "INCLINATION2D", "COULOMB",      "SSST",   "SSST_TIME",  "LENGTH", "DEPTH"};

const Kind* velocityKind(const std::string& name) {
  const auto* const found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                         [&](const Kind& k) { return k.name == name; });
  return found == std::end(kKinds) ? nullptr : found;
}

std::optional<Header> parse(std::string_view text) {
  Header header;
  std::istringstream line{std::string(takeLine(text).substr(0, 1024))};
  line.imbue(std::locale::classic());
  for (auto& value : header.nodes) line >> value;
  for (auto& value : header.origin) line >> value;
  for (auto& value : header.step) line >> value;
  line >> header.kind;
  const bool known = velocityKind(header.kind) != nullptr ||
                     std::find(std::begin(kOtherKinds), std::end(kOtherKinds), header.kind) !=
                         std::end(kOtherKinds);
  if (!line || !known) return std::nullopt;
  line >> header.type;
  return header;
}

std::optional<Header> headerIn(const FileBytes& file) {
  return parse(file.text(0, static_cast<std::size_t>(file.size())));
}

std::filesystem::path beside(const FileBytes& file, const char* extension) {
  std::filesystem::path path = file.path();
  return path.replace_extension(extension);
}

/// Both files, whichever of them was opened.
struct Pair {
  Header header;
  FileBytes numbers;
};

Pair openPair(const FileBytes& file) {
  if (auto header = headerIn(file)) {
    const auto path = beside(file, ".buf");
    std::error_code ignored;
    if (!file.onDisk() || !std::filesystem::is_regular_file(path, ignored))
      throw file.error("", "is the header of a NonLinLoc grid, whose numbers are not beside it",
                       "put " + path.filename().string() + " into the same folder");
    return {*header, FileBytes::open(path)};
  }
  const FileBytes header = FileBytes::open(beside(file, ".hdr"));
  return {headerIn(header).value(), file};
}

void stateAxis(const Header& header, std::size_t i, AxisStatement& axis) {
  constexpr const char* kNames[] = {"x", "y", "z"};
  axis.name = kNames[i];
  axis.unit = "km";
  axis.first = header.origin[i];
  axis.step = header.step[i];
  axis.place = "the NonLinLoc header";
  if (i == 2) axis.upward = false;
}

void stateValues(const FileBytes& file, const Header& header, FileStatements& says) {
  const Kind* kind = velocityKind(header.kind);
  if (kind == nullptr)
    throw file.error("", "is a NonLinLoc grid of " + header.kind + ", not of velocities",
                     "choose the model grid that Vel2Grid wrote");
  says.unit = kind->unit;
  says.unitPlace = "the kind " + header.kind + " in the NonLinLoc header";
  says.scale = kind->scale;
  if (kind->scale > 0) return;
  says.scale = 1.0 / header.step[0];
  says.unitPlace += ", slowness times the length of a cell";
}

}  // namespace

bool looksLikeNonLinLoc(const FileBytes& file) {
  if (headerIn(file)) return true;
  if (file.extension() != ".buf" || !file.onDisk()) return false;
  std::error_code ignored;
  const auto path = beside(file, ".hdr");
  return std::filesystem::is_regular_file(path, ignored) &&
         std::filesystem::file_size(path, ignored) > 0 && headerIn(FileBytes::open(path));
}

StoredArray readNonLinLoc(const FileBytes& file, const OpenOptions&) {
  const auto [header, numbers] = openPair(file);
  for (std::size_t i = 0; i < 3; ++i)
    if (header.nodes[i] < 1 || !(header.step[i] > 0))
      throw file.error("", "has a NonLinLoc header without nodes or steps",
                       "write counts and steps above 0 into it");
  StoredArray array;
  array.format = "NonLinLoc, " + header.kind;
  array.type = header.type == "DOUBLE" ? ScalarType::Float64 : ScalarType::Float32;
  array.shape = {header.nodes[0], header.nodes[1], header.nodes[2]};
  array.says.axes.resize(3);
  for (std::size_t i = 0; i < 3; ++i) stateAxis(header, i, array.says.axes[i]);
  stateValues(file, header, array.says);
  placeInFile(array, numbers, 0, "copy both files again");
  if (header.nodes[0] == 2) {
    // Grid2Time's convention: a section along y, the same at both x.
    array.shape.erase(array.shape.begin());
    array.strides.erase(array.strides.begin());
    array.says.axes.erase(array.says.axes.begin());
    array.says.shapeReason = "a section along y, which NonLinLoc keeps twice along x";
  }
  return array;
}

}  // namespace isochron
