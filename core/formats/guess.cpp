// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/guess.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "formats/guess_spacing.h"

namespace isochron {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string percent(double fraction) { return number(std::round(100 * fraction)) + " %"; }

std::string range(const ValueStatistics& values) {
  return "the values run from " + number(values.min) + " to " + number(values.max);
}

/// For and against: positive where depth runs along the rows' index, so that x is fastest.
/// Each reason is worded for the axis it speaks for.
class AxisEvidence {
 public:
  AxisEvidence(const AxisStatistics& first, const AxisStatistics& second) {
    const double growth = std::max(first.growth, 0.0) - std::max(second.growth, 0.0);
    add(2 * growth, "velocity grows along it by " +
                        percent(growth > 0 ? first.growth : second.growth) + " of its range");
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

void guessAxes(ImportGuess& guess, const StoredArray& array, const PlaneView& view) {
  if (array.hints.axes) {
    guess.layout.axes = *array.hints.axes;
    guess.axesReason = array.hints.axesReason;
    return;
  }
  if (view.rows() == 70 && view.columns() == 70) {
    guess.axesReason = "x is the fastest axis, as OpenFWI stores its models of 70 x 70";
    return;
  }
  const PlaneStatistics statistics = planeStatistics(view);
  const AxisEvidence evidence(statistics.rows, statistics.columns);
  // Sections of the earth reach 1.2 and more; random fields, alike along both axes, stay below 0.8
  // by chance. Most files, and all of ours, have x as the fastest axis.
  constexpr double kStrong = 0.8;
  constexpr double kWeak = 0.1;
  if (evidence.total() > -kStrong && evidence.total() < kWeak) {
    guess.axesReason = "x is assumed to be the fastest axis: the values look alike along both";
    return;
  }
  guess.layout.axes = evidence.total() > 0 ? AxisOrder::XFast : AxisOrder::ZFast;
  guess.axesReason =
      std::string(evidence.total() > 0 ? "x" : "z") + " is the fastest axis: depth is the " +
      (evidence.total() > 0 ? "slower" : "faster") + " one, because " + evidence.reasons();
}

/// A cube whose first axis is depth has its sections along the second.
void guessModelAxis(ImportGuess& guess, const StoredArray& array, const PlaneView& view,
                    const FileBytes& file) {
  if (view.planes() < 2) return;
  if (array.hints.modelAxis) {
    guess.layout.modelAxis = *array.hints.modelAxis;
    guess.modelReason = array.hints.modelReason;
    return;
  }
  const std::string count = std::to_string(view.planes());
  guess.modelReason = count + " models, counted by the leading axes";
  const bool mayBeCube = view.axisCount() == 3 && !(view.rows() == 70 && view.columns() == 70) &&
                         view.planes() <= 4 * std::max(view.rows(), view.columns());
  if (!mayBeCube || planeContinuity(view) > 0.5) return;
  guess.modelReason = count + " slices of one cube, because neighbouring ones are alike";
  const PlaneView turned(array, 1, file);
  const PlaneStatistics along = planeStatistics(turned);
  const PlaneStatistics across = planeStatistics(view);
  const double others = std::max({0.0, across.rows.growth, across.columns.growth});
  if (along.rows.growth < others + 0.25) return;
  guess.layout.modelAxis = 1;
  guess.modelReason = std::to_string(turned.planes()) +
                      " slices along the second axis of a cube, because the first is depth "
                      "(velocity grows along it by " +
                      percent(along.rows.growth) + " of its range)";
}

void guessUnit(ImportGuess& guess, const StoredArray& array, const ValueStatistics& values) {
  constexpr double kFastestInKilometres = 100;
  if (array.hints.unit) {
    guess.layout.unit = *array.hints.unit;
    guess.unitReason = array.hints.unitReason;
    return;
  }
  if (guess.layout.map || array.hints.picture) {
    guess.unitReason = "km/s after the values are mapped";
    return;
  }
  const bool metres = values.max > kFastestInKilometres;
  guess.layout.unit = metres ? VelocityUnit::MetresPerSecond : VelocityUnit::KilometresPerSecond;
  guess.unitReason = std::string(metres ? "m/s" : "km/s") + ", because " +
                     (values.anyFinite ? range(values) : "no value is a finite number");
}

/// Values that are no velocities: the latentPINN paper maps u in [-1, 1] to v = 2 (u + 2).
void guessMap(ImportGuess& guess, const StoredArray& array, const ValueStatistics& values) {
  if (array.hints.picture) {
    guess.mapReason = "grey levels are no velocities: black is taken as " +
                      number(guess.layout.greyBlack) + " km/s and white as " +
                      number(guess.layout.greyWhite) + " km/s";
    return;
  }
  if (array.hints.unit) return;
  if (values.binary) {
    guess.layout.map = LinearMap{4.0, 2.0};
    guess.mapReason =
        "v = 2 (u + 2) km/s with u = 2 b - 1, because the values b are only 0 and 1: a phase "
        "field, no velocities (2 km/s for 0, 6 km/s for 1)";
  } else if (values.min < 0 && values.max > 0 && values.min >= -1.05 && values.max <= 1.05) {
    guess.layout.map = LinearMap{2.0, 4.0};
    guess.mapReason = "v = 2 (u + 2) km/s, because " + range(values) +
                      ": a field normalised to [-1, 1], no velocities";
  }
}

void guessSpacing(ImportGuess& guess, const StoredArray& array, const FileBytes& file,
                  std::int64_t nx, std::int64_t nz) {
  const LayoutHints& hints = array.hints;
  ImportLayout& layout = guess.layout;
  layout.origin = hints.origin;
  if (hints.dx && hints.dz) {
    layout.dx = *hints.dx;
    layout.dz = *hints.dz;
    guess.spacingReason = hints.spacingReason;
    guess.spacingKnown = true;
    return;
  }
  auto spacing = spacingFromName(file.name());
  if (!spacing) spacing = spacingFromShape(nx, nz);
  if (!spacing && layout.map)
    spacing = SpacingGuess{5.0 / static_cast<double>(nx - 1), 1.0 / static_cast<double>(nz - 1),
                           "assumed: the latentPINN paper's box of 5 x 1 km"};
  if (!spacing) spacing = SpacingGuess{0.010, 0.010, "assumed, because the file does not say"};
  // One of the two may stand in the file (SEG-Y traces often know dx alone).
  layout.dx = hints.dx.value_or(spacing->dx);
  layout.dz = hints.dz.value_or(hints.dx.value_or(spacing->dz));
  if (hints.dx)
    spacing->reason = hints.spacingReason + "; dz is assumed to be the same";
  else if (hints.dz)
    spacing->reason = hints.spacingReason + "; dx is " + spacing->reason;
  guess.spacingReason = layout.dx == layout.dz ? metresText(layout.dx)
                                               : metresText(layout.dx) + " along x and " +
                                                     metresText(layout.dz) + " along z";
  guess.spacingReason += ", " + spacing->reason;
}

}  // namespace

ImportGuess guessLayout(const StoredArray& array, const FileBytes& file,
                        const ValueStatistics& values) {
  ImportGuess guess;
  guess.shapeReason = array.hints.shapeReason;
  const PlaneView leading(array, 0, file);
  guessModelAxis(guess, array, leading, file);
  const PlaneView view(array, guess.layout.modelAxis, file);
  guessAxes(guess, array, view);
  guessMap(guess, array, values);
  guessUnit(guess, array, values);
  const bool xFast = guess.layout.axes == AxisOrder::XFast;
  guessSpacing(guess, array, file, xFast ? view.columns() : view.rows(),
               xFast ? view.rows() : view.columns());
  return guess;
}

}  // namespace isochron
