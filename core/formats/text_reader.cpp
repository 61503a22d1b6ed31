// SPDX-License-Identifier: GPL-3.0-or-later
// Reads models written as text: matrices with a line per row, with or without coordinates, and
// tables with a line per node.
#include <cmath>

#include "formats/axis_names.h"
#include "formats/column_name.h"
#include "formats/readers.h"
#include "formats/table_model.h"
#include "formats/text_numbers.h"
#include "formats/units.h"

namespace isochron {
namespace {

std::optional<double> valueAfter(std::string_view comment, std::string_view key) {
  const std::size_t at = comment.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  comment.remove_prefix(at + key.size());
  return takeNumber(comment);
}

/// "isochron 1: traveltime [s]; dx_km=...": what the values are. Files of early versions leave it
/// out.
void stateOwnQuantity(std::string_view line, FileStatements& says) {
  constexpr std::string_view kMark = "isochron 1: ";
  const std::size_t mark = line.find(kMark), end = line.find("; dx_km=");
  if (mark == line.npos || end == line.npos || end < mark + kMark.size()) return;
  const std::string_view quantity = line.substr(mark + kMark.size(), end - mark - kMark.size());
  const std::size_t bracket = quantity.find('[');
  says.quantity = trimmed(quantity.substr(0, bracket));
  if (bracket == quantity.npos) return;
  says.unit = withoutBrackets(quantity.substr(bracket));
  says.unitPlace = "the comment in the file";
}

/// The comment that writeCsv leaves: quantity, spacing and origin.
void stateOwnComment(std::string_view line, FileStatements& says) {
  if (line.find("isochron") == std::string_view::npos) return;
  const auto dx = valueAfter(line, "dx_km="), dz = valueAfter(line, "dz_km=");
  if (!dx || !dz || !(*dx > 0) || !(*dz > 0) || !std::isfinite(*dx) || !std::isfinite(*dz)) return;
  AxisStatement depth, lateral;
  depth.role = AxisRole::Depth;
  depth.roleReason = "the comment in the file says that lines are depths";
  depth.first = valueAfter(line, "z0_km=");
  lateral.first = valueAfter(line, "x0_km=");
  depth.step = dz;
  lateral.step = dx;
  depth.unit = lateral.unit = "km";
  depth.place = lateral.place = "the comment in the file";
  depth.upward = false;
  says.axes = {depth, lateral};
  stateOwnQuantity(line, says);
}

/// A title of two words is a key with its value ("cellsize 10").
void stateTitle(const std::vector<std::string>& title, FileStatements& says) {
  std::string line;
  for (const std::string& cell : title) line += (line.empty() ? "" : " ") + cell;
  for (NamedNumbers& numbers : assignments(line)) says.beside.push_back(std::move(numbers));
  if (title.size() != 2) return;
  std::string_view rest = title[1];
  const auto value = takeNumber(rest);
  if (!value || !rest.empty()) return;
  if (title[0] == "NODATA_value" || title[0] == "nodata_value")
    says.missing.push_back(*value);
  else
    says.beside.push_back({title[0], "", {*value}});
}

/// What comments and titles say: spacings, and the unit of the values.
void stateNotes(const TextTable& table, FileStatements& says) {
  for (const TextComment& comment : table.comments) {
    stateOwnComment(comment.text, says);
    if (!says.axes.empty()) return;
    for (NamedNumbers& numbers : assignments(comment.text))
      says.beside.push_back(std::move(numbers));
    if (!says.unit.empty()) continue;
    if (const auto unit = velocityUnitInName(comment.text)) {
      says.unit = toText(*unit);
      says.unitPlace = "the comment in line " + std::to_string(comment.line);
    }
  }
  for (const auto& title : table.titles) stateTitle(title, says);
}

/// Data sets of squares are also written with one model per line (Mechanical MNIST).
std::vector<std::int64_t> shapeOf(const Matrix& matrix, FileStatements& says) {
  constexpr std::int64_t kSmallestSide = 28;
  const auto side =
      static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(matrix.columns))));
  const bool square = side * side == matrix.columns && side >= kSmallestSide;
  const bool rowPerModel = matrix.columns > 16 * matrix.rows || matrix.columns >= 16384;
  if (!square || !rowPerModel || !matrix.axes.empty()) return {matrix.rows, matrix.columns};
  says.shapeReason = std::to_string(matrix.rows) + " square models of " + std::to_string(side) +
                     " x " + std::to_string(side) + ", one per line, because each line has " +
                     std::to_string(matrix.columns) + " values";
  return {matrix.rows, side, side};
}

StoredArray readMatrixModel(const FileBytes& file, TextTable table) {
  StoredArray array;
  stateNotes(table, array.says);
  Matrix matrix = readMatrix(file, std::move(table));
  if (!matrix.axes.empty()) array.says.axes = std::move(matrix.axes);
  array.says.shapeReason = matrix.reason;
  array.shape = shapeOf(matrix, array.says);
  if (array.says.axes.size() != array.shape.size()) array.says.axes.clear();
  placeInMemory(array, std::move(matrix.values));
  return array;
}

}  // namespace

StoredArray readText(const FileBytes& file, const OpenOptions& options) {
  TextTable table = readTextTable(file);
  const std::string format = "text, " + toText(table.dialect);
  auto array = readLongTable(file, table, options);
  if (array)
    stateNotes(table, array->says);
  else
    array = readMatrixModel(file, std::move(table));
  array->format = format;
  return *std::move(array);
}

}  // namespace isochron
