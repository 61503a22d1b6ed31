// SPDX-License-Identifier: GPL-3.0-or-later
// FileStatements: what a file says of its numbers, as it says it. Readers fill it in and guess
// nothing; interpret() makes a layout of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/velocity_file.h"

namespace isochron {

/// What the index of an axis counts.
enum class AxisRole { Unknown, Lateral, Depth, Models };

/// What a file says of one axis of the array. Numbers are in the file's own `unit`.
struct AxisStatement {
  /// Where the format itself has a rule (a trace is a column of depths), with the reason, a clause:
  /// "a SEG-Y trace is a column of depths". Names are interpreted elsewhere.
  AxisRole role = AxisRole::Unknown;
  std::string roleReason;
  /// The role is no more than a habit of the format: names and clear values outweigh it.
  bool habit = false;
  std::string name;             // "depth", "x", "Midpoint", as written; may be empty
  std::string unit;             // "km", "ft", "degrees_east", as written; may be empty
  std::optional<bool> upward;   // where the file says which way its numbers grow
  std::optional<double> first;  // coordinate of the first node, or of the first cell's border
  std::optional<double> step;   // from node to node; negative where the axis runs backwards
  bool cells = false;           // values belong to cells: the first lies half a step behind `first`
  std::vector<double> coordinates;  // of every node, where the file lists them; instead of the two
  std::string place;                // where these numbers stand: "d1", "the coordinates 'depth'"
};

/// Numbers with a name that stand beside the array: dx, h, x0, origin, nz, a row of depths.
struct NamedNumbers {
  std::string name;
  std::string unit;  // may be empty
  std::vector<double> values;
};

struct FileStatements {
  std::string quantity;   // the array's name or label: "vp", "Velocity"; may be empty
  std::string unit;       // of the values, as written; may be empty
  std::string unitPlace;  // where that stands: "the attribute 'units'"
  double scale = 1.0;     // value = scale * stored number + offset
  double offset = 0.0;
  std::vector<double> missing;  // stored numbers that mean: there is no value here
  /// Stored numbers below or above stand for no value, either.
  std::optional<double> least, greatest;
  bool picture = false;              // grey levels 0..1 instead of velocities
  std::vector<AxisStatement> axes;   // one for each axis of the array, slowest first; or none
  std::vector<NamedNumbers> beside;  // in any order
  std::string arrayReason;           // why this array of several; a clause
  std::string shapeReason;           // where the shape was guessed; a sentence without its stop
  std::vector<ImportDoubt> doubts;   // the format's own: two headers that disagree

  bool mayMiss() const { return !missing.empty() || least || greatest; }
};

}  // namespace isochron
