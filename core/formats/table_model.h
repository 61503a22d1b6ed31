// SPDX-License-Identifier: GPL-3.0-or-later
// Models in tables of text: matrices with coordinates in their margins, and long tables with a line
// per node.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/stored_array.h"
#include "formats/text_table.h"

namespace isochron {

/// A long table: columns of x and z (and y), by their names or because the first two (or three) are
/// the coordinates of a full grid, and one or more of values, of which options.array chooses. Rows
/// may come in any order. SPECFEM's tomography files begin with four lines of numbers of their own.
/// The array is (nz, nx), or (ny, nz, nx). Empty where the table is none. Throws Error where lines
/// are missing or contradict one another.
std::optional<StoredArray> readLongTable(const FileBytes& file, TextTable& table,
                                         const OpenOptions& options);

/// A matrix of numbers without its margins, and what these say of its two axes.
struct Matrix {
  std::vector<double> values;  // row-major
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<AxisStatement> axes;  // of rows and columns; empty where nothing is said
  std::string reason;               // what was taken for coordinates and why; may be empty
};

/// Coordinates stand in the head, in a first column that is named or that counts evenly, or in
/// both. Throws Error for cells that are no numbers.
Matrix readMatrix(const FileBytes& file, TextTable table);

/// "dx = 12.5 m", "nx: 61", "dz=10": numbers with a name in a comment or a title.
std::vector<NamedNumbers> assignments(std::string_view text);

}  // namespace isochron
