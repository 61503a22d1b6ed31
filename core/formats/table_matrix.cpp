// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>
#include <cmath>

#include "formats/axis_names.h"
#include "formats/column_name.h"
#include "formats/quantity.h"
#include "formats/table_model.h"
#include "formats/text_numbers.h"
#include "formats/units.h"

namespace isochron {
namespace {

bool isMonotonic(const std::vector<double>& values) {
  if (values.size() < 2) return false;
  const bool up = values[1] > values[0];
  for (std::size_t i = 1; i < values.size(); ++i)
    if (up ? !(values[i] > values[i - 1]) : !(values[i] < values[i - 1])) return false;
  return true;
}

bool isEven(const std::vector<double>& values) {
  if (!isMonotonic(values)) return false;
  const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::abs(values[i] - values[0] - static_cast<double>(i) * step) > 0.01 * std::abs(step))
      return false;
  return true;
}

/// The margins of a matrix: which of its numbers are coordinates.
struct Margins {
  std::vector<double> columns;  // of the columns that remain; empty where nothing says them
  std::string columnUnit;
  bool indexColumn = false;  // the first column holds coordinates
  bool indexRow = false;     // the first line does
  ColumnName rowName;        // of the first column
  ColumnName columnName;     // of the head's numbers
  std::string reason;
};

/// A number with the same letters around it in every cell: "x=10 m", "10m".
struct Decorated {
  double value = 0.0;
  std::string before, after;
};

std::optional<Decorated> decorated(std::string_view cell, char decimal) {
  if (const auto value = cellNumber(cell, decimal)) return Decorated{*value, "", ""};
  const std::size_t begin = cell.find_first_of("+-0123456789");
  if (begin == cell.npos) return std::nullopt;
  std::string_view rest = cell.substr(begin);
  const auto value = takeNumber(rest);
  if (!value) return std::nullopt;
  return Decorated{*value, std::string(trimmed(cell.substr(0, begin))), std::string(trimmed(rest))};
}

/// The numbers in the head from `first` on; empty where one has none or they are no places. Names
/// that count (v1, v2, ...) are no places.
std::vector<double> headNumbers(const TextTable& table, std::size_t first, Margins& margins) {
  std::vector<double> numbers;
  std::string before, after;
  for (std::size_t i = first; i < table.head.size(); ++i) {
    const auto cell = decorated(table.head[i], table.dialect.decimal);
    if (!cell || (i > first && (cell->before != before || cell->after != after))) return {};
    before = cell->before;
    after = cell->after;
    numbers.push_back(cell->value);
  }
  if (before.ends_with('=') || before.ends_with('_')) before.pop_back();
  const ColumnName name = columnName(before);
  const bool length = axisUnit(after) && axisUnit(after)->kind == AxisUnit::Kind::Length;
  if (!before.empty() && !length && name.role == ColumnRole::Other) return {};
  if (!after.empty() && !length) return {};
  if (!isMonotonic(numbers)) return {};
  margins.columnUnit = length ? after : "";
  margins.columnName = name;
  return numbers;
}

std::vector<double> columnValues(const TextTable& table, std::int64_t column, std::int64_t from) {
  std::vector<double> values;
  for (std::int64_t row = from; row < table.rows; ++row) values.push_back(table.at(row, column));
  return values;
}

std::vector<double> rowValues(const TextTable& table, std::int64_t row, std::int64_t from) {
  std::vector<double> values;
  for (std::int64_t column = from; column < table.columns; ++column)
    values.push_back(table.at(row, column));
  return values;
}

/// "z\x", "depth/distance": the corner may name both axes.
void nameAxes(const std::string& corner, Margins& margins) {
  margins.rowName = columnName(corner);
  const std::size_t mark = corner.find_first_of("\\/|");
  if (margins.rowName.role != ColumnRole::Other || mark == corner.npos) return;
  const ColumnName first = columnName(corner.substr(0, mark));
  const ColumnName second = columnName(corner.substr(mark + 1));
  if (first.role == ColumnRole::Other || second.role == ColumnRole::Other) return;
  margins.rowName = first;
  margins.columnName = second;
}

/// By the names in the head.
Margins namedMargins(const TextTable& table) {
  Margins margins;
  if (table.head.size() == 2) margins.rowName = columnName(table.head[0]);
  if (table.head.size() < 3) return margins;
  margins.columns = headNumbers(table, 0, margins);
  if (!margins.columns.empty()) return margins;
  margins.columns = headNumbers(table, 1, margins);
  nameAxes(table.head[0], margins);
  const bool index = columnName(table.head[0]).role != ColumnRole::Other ||
                     margins.rowName.role != ColumnRole::Other;
  margins.indexColumn = !margins.columns.empty() || index ||
                        (table.head[0].empty() && isEven(columnValues(table, 0, 0)));
  if (margins.indexColumn && margins.columns.empty())
    margins.reason = "the first column is taken as coordinates, as its head says";
  return margins;
}

/// True where the numbers grow evenly and begin or end far from all velocities of the matrix.
bool areCoordinates(const std::vector<double>& numbers, double least, double most) {
  constexpr double kFar = 3.0;
  if (numbers.size() < 3 || !isEven(numbers)) return false;
  const double first = std::min(std::abs(numbers.front()), std::abs(numbers.back()));
  const double last = std::max(std::abs(numbers.front()), std::abs(numbers.back()));
  return least > 0 && (first * kFar < least || last > kFar * most);
}

/// A table of numbers alone: a first line or a first column that cannot be velocities.
Margins unnamedMargins(const TextTable& table) {
  Margins margins;
  if (table.rows < 4 || table.columns < 4) return margins;
  double least = HUGE_VAL, most = -HUGE_VAL;
  for (std::int64_t row = 1; row < table.rows; ++row)
    for (std::int64_t column = 1; column < table.columns; ++column) {
      least = std::min(least, table.at(row, column));
      most = std::max(most, table.at(row, column));
    }
  margins.indexColumn = areCoordinates(columnValues(table, 0, 1), least, most);
  margins.indexRow = areCoordinates(rowValues(table, 0, 1), least, most);
  // Without the other margin the corner belongs to the row or column.
  if (margins.indexColumn && !margins.indexRow)
    margins.indexColumn = areCoordinates(columnValues(table, 0, 0), least, most);
  if (margins.indexRow && !margins.indexColumn)
    margins.indexRow = areCoordinates(rowValues(table, 0, 0), least, most);
  if (margins.indexRow) margins.columns = rowValues(table, 0, margins.indexColumn ? 1 : 0);
  const char* what = margins.indexRow && margins.indexColumn
                         ? "the first line and the first column are"
                     : margins.indexRow ? "the first line is"
                                        : "the first column is";
  if (margins.indexRow || margins.indexColumn)
    margins.reason = std::string(what) +
                     " taken as coordinates, growing evenly and unlike the velocities beside";
  return margins;
}

/// Where the corner is blank, the first line of a table of blanks is one number short.
void addCorner(TextTable& table) {
  const std::int64_t last = table.columns - 1;
  const bool isShort = table.head.empty() && table.rows > 1 && table.columns > 2 &&
                       table.kind(0, last) == CellKind::Empty &&
                       table.kind(0, last - 1) == CellKind::Number &&
                       table.kind(1, last) == CellKind::Number;
  if (!isShort) return;
  std::rotate(table.values.begin(), table.values.begin() + last, table.values.begin() + last + 1);
  table.values[0] = 0.0;
  table.kinds[table.index(0, last)] = CellKind::Number;
}

/// A first line may only say the counts: "61 41", and then 41 lines of 61 values.
void dropCounts(TextTable& table) {
  const auto rows = static_cast<double>(table.rows - 1);
  const auto columns = static_cast<double>(table.columns);
  if (!table.head.empty() || table.columns < 3 || table.kind(0, 2) != CellKind::Empty) return;
  const double first = table.at(0, 0), second = table.at(0, 1);
  const bool counts = (first == rows && second == columns) || (first == columns && second == rows);
  if (counts) table.keep(1, table.columns);
}

/// A head that names properties, and not both coordinates of a section: no matrix.
void refuseProfile(const FileBytes& file, const TextTable& table, ColumnRole role) {
  const std::size_t first = role == ColumnRole::Other ? 0 : 1;
  if (table.head.size() == 2 && first == 1 && columnName(table.head[1]).role != ColumnRole::Other)
    throw file.error("", "names coordinates and no velocity", "write a column of velocities too");
  std::size_t velocities = 0;
  for (std::size_t i = first; i < table.head.size(); ++i) {
    const Quantity quantity = quantityNamed(table.head[i]);
    velocities += quantity == Quantity::PVelocity || quantity == Quantity::Velocity ||
                  quantity == Quantity::Slowness;
  }
  const bool mixed = velocities > 0 && first + velocities < table.head.size();
  const bool narrow = first > 0 && table.columns <= 3;
  if (!mixed && !narrow) return;
  const bool depth = role == ColumnRole::Depth || role == ColumnRole::Elevation;
  if (first > 0)
    throw file.error("",
                     std::string("holds one velocity for each ") + (depth ? "depth" : "x") +
                         ", a profile and no section",
                     std::string("write a column of ") + (depth ? "x" : "z") +
                         " too, or a matrix with a line for each depth");
  throw file.error("", "has a head that names a velocity and no columns of x and z",
                   "name the columns of its coordinates x and z");
}

AxisRole roleOf(const ColumnName& name) {
  switch (name.role) {
    case ColumnRole::X:
    case ColumnRole::Y:
      return AxisRole::Lateral;
    case ColumnRole::Depth:
    case ColumnRole::Elevation:
      return AxisRole::Depth;
    case ColumnRole::Other:
      break;
  }
  return AxisRole::Unknown;
}

AxisStatement axisOf(const ColumnName& name, const std::string& unit, std::vector<double> places,
                     const std::string& where) {
  AxisStatement axis;
  axis.name = name.text;
  axis.unit = name.unit.empty() ? unit : name.unit;
  axis.coordinates = std::move(places);
  axis.place = where;
  axis.role = roleOf(name);
  if (axis.role != AxisRole::Unknown) axis.roleReason = "the table names '" + name.text + "'";
  if (name.role == ColumnRole::Elevation) axis.upward = true;
  return axis;
}

}  // namespace

Matrix readMatrix(const FileBytes& file, TextTable table) {
  dropCounts(table);
  addCorner(table);
  const Margins margins = table.head.empty() ? unnamedMargins(table) : namedMargins(table);
  if (margins.columns.empty()) refuseProfile(file, table, margins.rowName.role);
  requireMatrix(file, table);
  Matrix matrix;
  const std::int64_t top = margins.indexRow ? 1 : 0, left = margins.indexColumn ? 1 : 0;
  matrix.rows = table.rows - top;
  matrix.columns = table.columns - left;
  matrix.reason = margins.reason;
  std::vector<double> index;
  if (left > 0) index = columnValues(table, 0, top);
  if (top == 0 && left == 0)
    matrix.values = std::move(table.values);
  else
    for (std::int64_t row = top; row < table.rows; ++row)
      for (std::int64_t column = left; column < table.columns; ++column)
        matrix.values.push_back(table.at(row, column));
  if (left == 0 && margins.columns.empty()) return matrix;
  // A unit in the corner is that of both margins.
  const std::string& unit = margins.rowName.unit;
  AxisStatement rows = axisOf(margins.rowName, "", std::move(index), "the first column");
  AxisStatement columns =
      axisOf(margins.columnName, margins.columnUnit.empty() ? unit : margins.columnUnit,
             margins.columns, margins.indexRow ? "the first line" : "the head");
  matrix.axes = {std::move(rows), std::move(columns)};
  return matrix;
}

std::vector<NamedNumbers> assignments(std::string_view text) {
  std::vector<NamedNumbers> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=' && text[at] != ':') continue;
    const std::string_view before = trimmed(text.substr(0, at));
    const std::size_t blank = before.find_last_of(" \t,;([");
    const std::string_view name = blank == before.npos ? before : before.substr(blank + 1);
    std::string_view rest = trimmed(text.substr(at + 1));
    const auto value = takeNumber(rest);
    if (name.empty() || !value || !std::isfinite(*value)) continue;
    rest = trimmed(rest);
    const std::string unit(rest.substr(0, std::min(rest.find_first_of(" \t,;)]"), rest.size())));
    const bool length = axisUnit(unit) && axisUnit(unit)->kind == AxisUnit::Kind::Length;
    found.push_back({std::string(name), length ? unit : "", {*value}});
  }
  return found;
}

}  // namespace isochron
