// SPDX-License-Identifier: GPL-3.0-or-later
// Receivers: positions from a text file, with what was read how, and whether they suit a model.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "field/grid.h"

namespace isochron {

/// What the user says about a file of receivers; what is left empty is read from the file's head
/// or guessed.
struct ReceiverOptions {
  std::string unit;     // of x and z: "km", "m", "ft", or any other length
  std::string xColumn;  // by its name in the head or its number, counted from 1; both or none
  std::string zColumn;
  std::string called = "receivers";  // in sentences, and in the options that settle doubts
};

/// Something that the file leaves open and that decides where the receivers lie.
struct ReceiverDoubt {
  enum class Part { Unit, Columns };
  Part part = Part::Unit;
  std::string sentence;  // without its stop
  std::string option;    // what settles it on the command line: "--receivers-unit m or ..."
};

struct ReceiverTable {
  std::vector<Point> points;         // km, in the order of the file
  std::vector<std::int64_t> lines;   // of each in the file, counted from 1
  std::string name;                  // of the file, without its folder
  std::string called = "receivers";  // as in the options

  std::vector<std::string> columns;  // that hold numbers: their names, or else "1", "2", ...
  std::string xColumn;               // the two of these in use
  std::string zColumn;
  std::string columnsReason;  // a sentence: "x and z are the columns 'x' and 'z' of the head"

  std::string unit;        // of x and z in the file: "km", "m"; "m and km" where they differ
  bool unitKnown = false;  // said by the head or the options
  std::string unitReason;  // a sentence: "m, from the head 'x_m'"
  std::string format;      // "semicolons between the values, decimal commas"

  /// Empty where everything is said or usual. Options that settle a doubt take it away.
  std::vector<ReceiverDoubt> doubts;
};

/// A line per receiver; see TextTable for separators, decimals, comments and encodings. Columns
/// are found by the names in the head, or else are the first two. Lengths without a unit are in
/// km. Reads what writeReceivers wrote. Throws Error with file and line.
ReceiverTable readReceivers(const std::filesystem::path& path, const ReceiverOptions& options = {});

/// Which receivers of a table lie inside a model.
struct ReceiverPlacement {
  std::vector<std::size_t> inside;   // numbers of points
  std::vector<std::size_t> outside;  // the same
  /// What lies outside and where the first of them is, a sentence; empty where all lie inside.
  std::string problem;
  /// The unit in which all would lie inside, where the file leaves the unit open; else empty.
  std::string likelyUnit;
  std::string likelyUnitReason;  // a sentence
};
ReceiverPlacement placeReceivers(const ReceiverTable& table, const Grid& grid);

/// For the command line: throws Error where a doubt is open or a receiver lies outside; the remedy
/// names the option that helps.
void requireCertain(const ReceiverTable& table);
void requireInside(const ReceiverTable& table, const Grid& grid);

}  // namespace isochron
