// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/interpret.h"

#include <cmath>
#include <cstdio>

#include "formats/interpret_parts.h"
#include "formats/units.h"

namespace isochron {

std::string numberText(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string percentText(double fraction) { return numberText(std::round(100 * fraction)) + " %"; }

PlaneStatistics velocityStatistics(const PlaneView& view, const ImportGuess& guess) {
  PlaneStatistics statistics = planeStatistics(view);
  if (guess.layout.map || !isSlowness(guess.layout.unit)) return statistics;
  statistics.rows.growth *= -1.0;
  statistics.columns.growth *= -1.0;
  return statistics;
}

Interpretation interpret(const StoredArray& array, const FileBytes& file,
                         const ValueStatistics& values, const OpenOptions& options) {
  Interpretation result;
  result.guess.shapeReason = array.says.shapeReason;
  result.guess.arrayReason = array.says.arrayReason;
  result.guess.doubts = array.says.doubts;
  // The unit first: whether values grow or shrink downward depends on it.
  interpretValues(array, values, options, result.guess);
  const SectionAxes axes = interpretAxes(array, file, options, result.guess);
  interpretGeometry(array, file, axes, result);
  return result;
}

}  // namespace isochron
