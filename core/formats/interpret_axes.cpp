// SPDX-License-Identifier: GPL-3.0-or-later
// Which axis counts models, which is depth, which runs along the surface.
#include <algorithm>
#include <cmath>

#include "formats/axis_names.h"
#include "formats/interpret_parts.h"

namespace isochron {
namespace {

/// For and against: positive where depth runs along the rows' index, so that x is fastest.
/// Each reason is worded for the axis it speaks for.
class AxisEvidence {
 public:
  AxisEvidence(const AxisStatistics& first, const AxisStatistics& second) {
    const double growth = std::max(first.growth, 0.0) - std::max(second.growth, 0.0);
    add(2 * growth, "velocity grows along it by " +
                        percentText(growth > 0 ? first.growth : second.growth) + " of its range");
    if (first.roughness > 0 && second.roughness > 0)
      add(0.25 * std::clamp(std::log(first.roughness / second.roughness), -2.0, 2.0),
          "the values change faster along it");
    const double wider =
        std::log2(static_cast<double>(second.length) / static_cast<double>(first.length));
    add(0.15 * std::clamp(wider, -2.0, 2.0), "sections are wider than deep");
  }

  double total() const { return total_; }

  /// The strong reasons that speak for the side that won.
  std::string reasons() const {
    std::string text;
    for (const auto& [weight, reason] : parts_)
      if (weight * total_ > 0 && std::abs(weight) > 0.05)
        text += (text.empty() ? "" : " and ") + reason;
    return text;
  }

 private:
  void add(double weight, const std::string& reason) {
    total_ += weight;
    parts_.emplace_back(weight, reason);
  }

  double total_ = 0.0;
  std::vector<std::pair<double, std::string>> parts_;
};

// Sections of the earth reach 1.2 and more; random fields, alike along both axes, stay below 0.8
// by chance. Most files, and all of ours, have x as the fastest axis.
constexpr double kStrongEvidence = 0.8;
constexpr double kWeakEvidence = 0.1;

/// What the file says of every axis of the array, resolved to roles.
struct Roles {
  std::vector<AxisRole> role;
  std::vector<std::string> reason;
  std::vector<bool> habit;
};

/// "the second axis is named 'x'".
std::string clause(std::size_t axis, const std::string& predicate) {
  constexpr const char* kOrdinals[] = {"first", "second", "third", "fourth", "fifth"};
  const std::string ordinal =
      axis < std::size(kOrdinals) ? kOrdinals[axis] : "axis " + std::to_string(axis + 1);
  return "the " + ordinal + " axis " + predicate;
}

/// A plain y is the lateral axis beside a z, and depth beside an x alone.
void resolveY(const StoredArray& array, const std::vector<int>& longAxes, Roles& roles) {
  const auto& axes = array.says.axes;
  const auto has = [&](AxisRole role) {
    return std::any_of(longAxes.begin(), longAxes.end(), [&](int axis) {
      return roles.role[static_cast<std::size_t>(axis)] == role;
    });
  };
  for (const int axis : longAxes) {
    const auto at = static_cast<std::size_t>(axis);
    if (roles.role[at] != AxisRole::Unknown || !isPlainY(axes[at].name)) continue;
    if (has(AxisRole::Depth))
      roles.role[at] = AxisRole::Lateral;
    else if (has(AxisRole::Lateral))
      roles.role[at] = AxisRole::Depth;
    roles.reason[at] = clause(at, "is named '" + axes[at].name + "'");
  }
}

Roles rolesOf(const StoredArray& array, const std::vector<int>& longAxes) {
  const std::size_t rank = array.shape.size();
  Roles roles{std::vector<AxisRole>(rank), std::vector<std::string>(rank),
              std::vector<bool>(rank, false)};
  for (const int axis : longAxes) {
    const auto at = static_cast<std::size_t>(axis);
    if (at >= array.says.axes.size()) continue;
    const AxisStatement& says = array.says.axes[at];
    const AxisRole named = roleOfName(says.name);
    roles.role[at] = named;
    roles.reason[at] = clause(at, "is named '" + says.name + "'");
    if (says.role == AxisRole::Unknown || (says.habit && named != AxisRole::Unknown)) continue;
    roles.role[at] = says.role;
    roles.reason[at] = says.roleReason;
    roles.habit[at] = says.habit;
  }
  if (array.says.axes.size() == rank) resolveY(array, longAxes, roles);
  return roles;
}

/// Rows of coordinates and node counts beside the array have the length of their axis.
void addRolesFromBeside(const StoredArray& array, const std::vector<int>& longAxes, Roles& roles) {
  const auto known = [&](AxisRole role) {
    return std::count(roles.role.begin(), roles.role.end(), role) > 0;
  };
  const bool z = std::any_of(
      array.says.beside.begin(), array.says.beside.end(),
      [](const NamedNumbers& numbers) { return besideName(numbers.name).role == AxisRole::Depth; });
  for (const NamedNumbers& numbers : array.says.beside) {
    const BesideName name = besideName(numbers.name);
    AxisRole role = name.role;
    if (name.isY && longAxes.size() == 2) role = z ? AxisRole::Lateral : AxisRole::Depth;
    if (role == AxisRole::Unknown || known(role)) continue;
    double length = 0.0;
    if (name.kind == BesideName::Kind::Coordinates)
      length = static_cast<double>(numbers.values.size());
    else if (name.kind == BesideName::Kind::Length && numbers.values.size() == 1)
      length = numbers.values[0];
    int found = -1, count = 0;
    for (const int axis : longAxes) {
      const auto at = static_cast<std::size_t>(axis);
      if (static_cast<double>(array.shape[at]) != length) continue;
      found = axis;
      ++count;
    }
    if (count != 1 || roles.role[static_cast<std::size_t>(found)] != AxisRole::Unknown) continue;
    roles.role[static_cast<std::size_t>(found)] = role;
    roles.reason[static_cast<std::size_t>(found)] =
        clause(static_cast<std::size_t>(found), "has the length of '" + numbers.name + "'");
  }
}

/// Where the roles of a cube are known: the axis along which it is cut into sections.
std::optional<std::size_t> axisToCut(const StoredArray& array, const std::vector<int>& longAxes,
                                     const Roles& roles) {
  std::optional<std::size_t> models, lateral;
  bool depth = false;
  for (std::size_t i = 0; i < longAxes.size(); ++i) {
    const auto at = static_cast<std::size_t>(longAxes[i]);
    if (roles.habit[at]) continue;
    if (roles.role[at] == AxisRole::Models) models = i;
    if (roles.role[at] == AxisRole::Depth) depth = true;
    if (roles.role[at] != AxisRole::Lateral) continue;
    const std::string& name = array.says.axes.empty() ? "" : array.says.axes[at].name;
    // Sections run along x or a longitude; they follow one another along y or a latitude.
    const bool across = isPlainY(name) || name.starts_with("lat") || name.starts_with("Lat") ||
                        name.starts_with("north") || name.starts_with("North");
    if (!lateral || across) lateral = i;
  }
  if (models) return models;
  return depth ? lateral : std::nullopt;
}

std::string countOf(std::int64_t planes) { return std::to_string(planes); }

/// Neighbouring planes alike along both leading axes, unlike along the last: the models are last.
bool modelsComeLast(const StoredArray& array, const FileBytes& file) {
  const auto unlike = [&](int axis) { return planeContinuity(PlaneView(array, axis, file), 0.0); };
  constexpr double kAlike = 0.5, kUnlike = 0.7;
  return PlaneView(array, 2, file).planes() >= 8 && unlike(0) < kAlike && unlike(1) < kAlike &&
         unlike(2) > kUnlike;
}

void guessCut(const StoredArray& array, const FileBytes& file, const PlaneView& view,
              ImportGuess& guess) {
  guess.modelReason = countOf(view.planes()) + " models, counted by the leading axes";
  if (view.axisCount() != 3 || (view.rows() == 70 && view.columns() == 70)) return;
  if (modelsComeLast(array, file)) {
    guess.layout.modelAxis = 2;
    guess.modelReason = countOf(PlaneView(array, 2, file).planes()) +
                        " models, counted by the last axis, because only along it neighbouring "
                        "planes differ";
    return;
  }
  const bool mayBeCube = view.planes() <= 4 * std::max(view.rows(), view.columns());
  if (!mayBeCube || planeContinuity(view) > 0.5) return;
  guess.modelReason =
      countOf(view.planes()) + " slices of one cube, because neighbouring ones are alike";
  const PlaneView turned(array, 1, file);
  const PlaneStatistics along = velocityStatistics(turned, guess);
  const PlaneStatistics across = velocityStatistics(view, guess);
  const double others = std::max({0.0, across.rows.growth, across.columns.growth});
  if (along.rows.growth < others + 0.25) return;
  guess.layout.modelAxis = 1;
  guess.modelReason = countOf(turned.planes()) +
                      " slices along the second axis of a cube, because the first is depth "
                      "(velocity grows along it by " +
                      percentText(along.rows.growth) + " of its range)";
}

void findCut(const StoredArray& array, const FileBytes& file, const std::vector<int>& longAxes,
             const Roles& roles, ImportGuess& guess) {
  const PlaneView view(array, 0, file);
  if (view.planes() < 2) return;
  const auto cut = axisToCut(array, longAxes, roles);
  if (!cut) return guessCut(array, file, view, guess);
  const auto at = static_cast<std::size_t>(longAxes[*cut]);
  const bool models = roles.role[at] == AxisRole::Models;
  if (longAxes.size() > 3 && *cut != 0) {
    guess.modelReason = countOf(view.planes()) + " sections, counted by the leading axes";
    return;
  }
  guess.layout.modelAxis = longAxes.size() > 3 ? 0 : static_cast<int>(*cut);
  const std::int64_t count = PlaneView(array, guess.layout.modelAxis, file).planes();
  guess.modelReason =
      countOf(count) + (models ? " models" : " slices") + ", because " + roles.reason[at];
}

void setAxes(ImportGuess& guess, AxisOrder order, const std::string& reason) {
  guess.layout.axes = order;
  guess.axesReason =
      std::string(order == AxisOrder::XFast ? "x" : "z") + " is the fastest axis" + reason;
}

void guessAxes(const PlaneView& view, bool square, ImportGuess& guess) {
  if (square) {
    guess.axesReason = "x is the fastest axis, as OpenFWI stores its models of 70 x 70";
    return;
  }
  const PlaneStatistics statistics = velocityStatistics(view, guess);
  const AxisEvidence evidence(statistics.rows, statistics.columns);
  if (evidence.total() > -kStrongEvidence && evidence.total() < kWeakEvidence) {
    guess.axesReason = "x is assumed to be the fastest axis: the values look alike along both";
    return;
  }
  const bool xFast = evidence.total() > 0;
  setAxes(guess, xFast ? AxisOrder::XFast : AxisOrder::ZFast,
          std::string(": depth is the ") + (xFast ? "slower" : "faster") + " one, because " +
              evidence.reasons());
}

void findAxes(const PlaneView& view, const SectionAxes& axes, const Roles& roles,
              ImportGuess& guess) {
  const auto row = static_cast<std::size_t>(axes.row);
  const auto column = static_cast<std::size_t>(axes.column);
  const AxisRole first = roles.role[row], second = roles.role[column];
  const bool depthFirst =
      first == AxisRole::Depth || (second == AxisRole::Lateral && first != second);
  const bool depthSecond =
      second == AxisRole::Depth || (first == AxisRole::Lateral && first != second);
  if (first == AxisRole::Lateral && second == AxisRole::Lateral)
    guess.doubts.push_back(
        {ImportField::Axes,
         "neither of the two axes is depth: " + roles.reason[row] + " and " + roles.reason[column],
         "--axes zx or --axes xz to take one of them as depth"});
  if (depthFirst == depthSecond)
    return guessAxes(view, view.rows() == 70 && view.columns() == 70, guess);
  const bool byDepth = (depthFirst ? first : second) == AxisRole::Depth;
  const std::size_t telling = depthFirst == byDepth ? row : column;
  const AxisOrder stated = depthFirst ? AxisOrder::XFast : AxisOrder::ZFast;
  if (roles.habit[telling]) {
    const PlaneStatistics statistics = velocityStatistics(view, guess);
    const double evidence = AxisEvidence(statistics.rows, statistics.columns).total();
    if (depthFirst ? evidence < -kStrongEvidence : evidence > kStrongEvidence)
      return guessAxes(view, false, guess);
  }
  setAxes(guess, stated, ", because " + roles.reason[telling]);
}

}  // namespace

SectionAxes interpretAxes(const StoredArray& array, const FileBytes& file,
                          const OpenOptions& options, ImportGuess& guess) {
  std::vector<int> longAxes;
  for (std::size_t axis = 0; axis < array.shape.size(); ++axis)
    if (array.shape[axis] > 1) longAxes.push_back(static_cast<int>(axis));
  Roles roles = rolesOf(array, longAxes);
  addRolesFromBeside(array, longAxes, roles);
  if (options.modelAxis)
    guess.layout.modelAxis = *options.modelAxis;
  else
    findCut(array, file, longAxes, roles, guess);
  const PlaneView view(array, guess.layout.modelAxis, file);
  const SectionAxes axes{view.rowAxis(), view.columnAxis()};
  if (options.axes)
    setAxes(guess, *options.axes, ", as given");
  else
    findAxes(view, axes, roles, guess);
  return axes;
}

}  // namespace isochron
