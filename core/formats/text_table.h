// SPDX-License-Identifier: GPL-3.0-or-later
// TextTable: the rows and columns of a text file, with the names that its head gives them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/text_dialect.h"

namespace isochron {

enum class CellKind : std::uint8_t { Number, Empty, Word };

/// A line that is no data: "# spacing 10 m".
struct TextComment {
  std::int64_t line = 0;  // counted from 1
  std::string text;       // without its mark
};

/// All lines that hold numbers, as a rectangle: shorter lines end in empty cells. Columns that are
/// empty throughout (lines that begin or end with a separator) are left out.
struct TextTable {
  TextDialect dialect;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<double> values;       // row-major; NaN where there is no number
  std::vector<CellKind> kinds;      // of the values
  std::vector<std::int64_t> lines;  // of the rows, counted from 1
  /// A name per column, as written; empty where the file names none. A line of numbers may be
  /// named by its first cell alone ("depth_m,5,15,25").
  std::vector<std::string> head;
  std::vector<std::string> units;  // a line of units below the head; empty where there is none
  bool headIsComment = false;      // "# x z v"
  std::vector<TextComment> comments;
  /// Lines of words before the head: titles, and keys with a value ("cellsize 10").
  std::vector<std::vector<std::string>> titles;

  std::size_t index(std::int64_t row, std::int64_t column) const {
    return static_cast<std::size_t>(row * columns + column);
  }
  double at(std::int64_t row, std::int64_t column) const { return values[index(row, column)]; }
  CellKind kind(std::int64_t row, std::int64_t column) const { return kinds[index(row, column)]; }
  /// True where at least as many cells of the column are numbers as words.
  bool isNumeric(std::int64_t column) const;
  /// Columns of a row before its last empty cells.
  std::int64_t lengthOf(std::int64_t row) const;
  /// Leaves the rows from `first` on with their first `count` columns.
  void keep(std::int64_t first, std::int64_t count);
};

/// Lines that begin with '#', '%', '!' or "//" are comments, as is what follows " #" in a line.
/// Throws Error where the file holds no numbers (`remedy` says what to write into it), or a line
/// that is neither a head nor numbers.
TextTable readTextTable(const FileBytes& file,
                        const std::string& remedy = "write one line of numbers per depth");

/// True where the file begins with text of which most lines hold numbers.
bool holdsTextNumbers(const FileBytes& file);

/// Throws Error naming the line and column of the first cell that is no number, among these
/// columns.
void requireNumbers(const FileBytes& file, const TextTable& table,
                    const std::vector<std::int64_t>& columns);
/// The same for all columns, and for lines of different lengths.
void requireMatrix(const FileBytes& file, const TextTable& table);

}  // namespace isochron
