// SPDX-License-Identifier: GPL-3.0-or-later
// What the values are: by the unit that the file states, or by their range.
#include <algorithm>
#include <cmath>

#include "formats/interpret_parts.h"
#include "formats/quantity.h"
#include "formats/units.h"

namespace isochron {
namespace {

// km/s. What lies outside is a doubt whatever the unit said.
constexpr double kSlowest = 0.05, kFastest = 20.0;
// km/s. Values of no stated unit that would all be slower, or some faster than any but those at
// the bottom of the mantle, are taken for something else.
constexpr double kSlowRock = 1.0, kFastRock = 9.0;

std::string rangeText(const ValueStatistics& values) {
  return "the values run from " + numberText(values.min) + " to " + numberText(values.max);
}

/// Slowest and fastest of the values in a unit, km/s.
std::pair<double, double> rangeIn(VelocityUnit unit, const ValueStatistics& values) {
  const UnitConversion toKilometres = conversionOf(unit);
  const double a = toKilometres(values.min), b = toKilometres(values.max);
  return {std::min(a, b), std::max(a, b)};
}

/// Units in which the values would be ordinary rock or water.
std::vector<VelocityUnit> ordinaryUnits(const ValueStatistics& values) {
  std::vector<VelocityUnit> units;
  for (const VelocityUnit unit : velocityUnits()) {
    const auto [slowest, fastest] = rangeIn(unit, values);
    if (slowest >= 0.3 && fastest > kSlowRock && fastest <= kFastRock) units.push_back(unit);
  }
  return units;
}

std::string optionsFor(const std::vector<VelocityUnit>& units, VelocityUnit present) {
  std::string text;
  for (const VelocityUnit unit : units)
    if (unit != present) text += "--unit " + toText(unit) + ", ";
  return text + "or --unit " + toText(present) + " if they are";
}

void doubtRange(ImportGuess& guess, const ValueStatistics& values, bool stated) {
  const VelocityUnit unit = guess.layout.unit;
  const auto [slowest, fastest] = rangeIn(unit, values);
  const bool impossible = slowest < kSlowest || fastest > kFastest;
  const bool unlikely = !stated && (fastest < kSlowRock || fastest > kFastRock);
  if (!values.anyFinite || !(values.min > 0.0) || (!impossible && !unlikely)) return;
  std::string sentence = rangeText(values);
  sentence += stated ? ", in " + toText(unit) + " velocities of "
                     : ", which in " + toText(unit) + " would be velocities of ";
  sentence += numberText(slowest) + " to " + numberText(fastest) + " km/s";
  guess.doubts.push_back({ImportField::Values, sentence, optionsFor(ordinaryUnits(values), unit)});
}

/// Values that are no velocities: the latentPINN paper maps u in [-1, 1] to v = 2 (u + 2).
void guessMap(ImportGuess& guess, const StoredArray& array, const ValueStatistics& values) {
  if (array.says.picture) {
    guess.mapReason = "grey levels are no velocities: black is taken as " +
                      numberText(guess.layout.greyBlack) + " km/s and white as " +
                      numberText(guess.layout.greyWhite) + " km/s";
    return;
  }
  if (!array.says.unit.empty()) return;
  if (values.binary) {
    guess.layout.map = LinearMap{4.0, 2.0};
    guess.mapReason =
        "v = 2 (u + 2) km/s with u = 2 b - 1, because the values b are only 0 and 1: a phase "
        "field, no velocities (2 km/s for 0, 6 km/s for 1)";
  } else if (values.min < 0 && values.max > 0 && values.min >= -1.05 && values.max <= 1.05) {
    guess.layout.map = LinearMap{2.0, 4.0};
    guess.mapReason = "v = 2 (u + 2) km/s, because " + rangeText(values) +
                      ": a field normalised to [-1, 1], no velocities";
  }
}

void guessUnit(ImportGuess& guess, const StoredArray& array, const ValueStatistics& values) {
  constexpr double kFastestInKilometres = 100;
  const FileStatements& says = array.says;
  const auto stated = velocityUnit(says.unit);
  const auto named = velocityUnitInName(says.quantity);
  const Quantity quantity = quantityNamed(says.quantity);
  if (stated || named) {
    guess.layout.unit = stated ? *stated : *named;
    guess.unitReason = toText(guess.layout.unit) + ", from " +
                       (!stated                  ? "the array's name"
                        : says.unitPlace.empty() ? "the units written in the file"
                                                 : says.unitPlace);
    return doubtRange(guess, values, true);
  }
  const bool metres = values.max > kFastestInKilometres;
  guess.layout.unit = metres ? VelocityUnit::MetresPerSecond : VelocityUnit::KilometresPerSecond;
  guess.unitReason = toText(guess.layout.unit) + ", because " +
                     (values.anyFinite ? rangeText(values) : "no value is a finite number");
  if (!says.unit.empty())
    guess.doubts.push_back({ImportField::Values,
                            "the values are said to be in '" + says.unit +
                                "', which is no unit of velocity or slowness",
                            "--unit km/s, --unit m/s or another, or --map FACTOR,OFFSET"});
  else if (quantity == Quantity::Slowness)
    guess.doubts.push_back(
        {ImportField::Values,
         "the array '" + says.quantity + "' is named as a slowness, and " + rangeText(values),
         optionsFor(ordinaryUnits(values), guess.layout.unit)});
  else if (quantity == Quantity::Other || quantity == Quantity::Perturbation)
    guess.doubts.push_back({ImportField::Values,
                            "the array '" + says.quantity + "' is not named as a velocity",
                            "--unit km/s or --unit m/s if it is one, or --map FACTOR,OFFSET"});
  else
    doubtRange(guess, values, false);
}

}  // namespace

void interpretValues(const StoredArray& array, const ValueStatistics& values,
                     const OpenOptions& options, ImportGuess& guess) {
  if (options.unit) {
    guess.layout.unit = *options.unit;
    guess.unitReason = toText(*options.unit) + ", as given";
    return;
  }
  guessMap(guess, array, values);
  if (guess.layout.map || array.says.picture)
    guess.unitReason = "km/s after the values are mapped";
  else
    guessUnit(guess, array, values);
}

}  // namespace isochron
