// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of an interpretation, one after the other: which axis is which, where the nodes lie,
// what the values are. Only interpret.cpp puts them together.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "formats/interpret.h"

namespace isochron {

/// "3 %", "1.5", "the values run from 1 to 3": for reasons.
std::string numberText(double value);
std::string percentText(double fraction);

/// How velocity behaves along the axes of a plane, where the values may be slownesses.
PlaneStatistics velocityStatistics(const PlaneView& view, const ImportGuess& guess);

/// Which axes of the array span the section.
struct SectionAxes {
  int row = -1;     // axis of the array along the rows' index of a plane
  int column = -1;  // along the columns'
};

/// Decides about the axis that counts models, and which of the other two is depth; tells both in
/// the guess.
SectionAxes interpretAxes(const StoredArray& array, const FileBytes& file,
                          const OpenOptions& options, ImportGuess& guess);

/// Where the nodes lie: direction, origin and spacing along both axes.
void interpretGeometry(const StoredArray& array, const FileBytes& file, const SectionAxes& axes,
                       Interpretation& result);

/// Unit or map of the values, and what is implausible about them.
void interpretValues(const StoredArray& array, const ValueStatistics& values,
                     const OpenOptions& options, ImportGuess& guess);

}  // namespace isochron
