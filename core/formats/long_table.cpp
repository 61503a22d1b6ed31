// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "formats/axis_names.h"
#include "formats/column_name.h"
#include "formats/decimal.h"
#include "formats/quantity.h"
#include "formats/table_model.h"

namespace isochron {
namespace {

/// A coordinate of all lines.
struct GridColumn {
  std::int64_t column = 0;
  ColumnName name;
  std::vector<double> places;  // ascending, each once
};

/// Values apart by less are the same place, written with other digits.
double tolerance(const std::vector<double>& sorted) {
  const double extent = sorted.back() - sorted.front();
  const double largest = std::max(std::abs(sorted.front()), std::abs(sorted.back()));
  return 1e-6 * extent + 1e-7 * largest;
}

std::vector<double> placesOf(const TextTable& table, std::int64_t column) {
  std::vector<double> all;
  for (std::int64_t row = 0; row < table.rows; ++row)
    if (std::isfinite(table.at(row, column))) all.push_back(table.at(row, column));
  if (all.empty()) return all;
  std::sort(all.begin(), all.end());
  const double apart = tolerance(all);
  std::vector<double> places;
  for (const double value : all)
    if (places.empty() || value - places.back() > apart) places.push_back(value);
  return places;
}

std::int64_t indexOf(const std::vector<double>& places, double value) {
  const auto above = std::lower_bound(places.begin(), places.end(), value);
  if (above == places.begin()) return 0;
  if (above == places.end() || value - *(above - 1) < *above - value)
    return above - places.begin() - 1;
  return above - places.begin();
}

void requireFinite(const FileBytes& file, const TextTable& table, std::int64_t column) {
  for (std::int64_t row = 0; row < table.rows; ++row)
    if (!std::isfinite(table.at(row, column)))
      throw file.error("line " + std::to_string(table.lines[static_cast<std::size_t>(row)]) +
                           ", value " + std::to_string(column + 1),
                       "is no place", "write a finite number there");
}

/// The columns of a long table.
struct LongColumns {
  std::vector<GridColumn> grid;      // slowest first: y, z, x
  std::vector<std::int64_t> values;  // columns that can be velocities
};

ColumnName nameOf(const TextTable& table, std::int64_t column) {
  const auto index = static_cast<std::size_t>(column);
  ColumnName name;
  if (!table.head.empty()) name = columnName(table.head[index]);
  if (!table.units.empty()) name.unit = withoutBrackets(table.units[index]);
  return name;
}

/// Empty where the head does not name the two axes of a section.
std::optional<LongColumns> namedColumns(const TextTable& table) {
  std::optional<GridColumn> x, y, z;
  LongColumns columns;
  for (std::int64_t i = 0; i < table.columns && !table.head.empty(); ++i) {
    if (!table.isNumeric(i)) continue;
    const ColumnName name = nameOf(table, i);
    const bool depth = name.role == ColumnRole::Depth || name.role == ColumnRole::Elevation;
    std::optional<GridColumn>* place = name.role == ColumnRole::X   ? &x
                                       : name.role == ColumnRole::Y ? &y
                                       : depth                      ? &z
                                                                    : nullptr;
    if (place != nullptr && !*place)
      *place = GridColumn{i, name, {}};
    else if (place == nullptr && !name.text.empty())
      columns.values.push_back(i);
  }
  // "x, y, v" of a section, or y beside z where the line runs north.
  if (!x && y && z) std::swap(x, y);
  if (x && y && !z) std::swap(y, z);
  if (!x || !z || columns.values.empty()) return std::nullopt;
  if (y) columns.grid.push_back(*y);
  columns.grid.push_back(*z);
  columns.grid.push_back(*x);
  return columns;
}

/// Coordinates before one column of values, x before z, where together they are a full grid: no
/// matrix of velocities is.
std::optional<LongColumns> unnamedColumns(const TextTable& table) {
  constexpr std::int64_t kFewestLines = 6;
  if (!table.head.empty() || table.columns < 3 || table.columns > 4) return std::nullopt;
  if (table.rows < kFewestLines) return std::nullopt;
  LongColumns columns;
  columns.values = {table.columns - 1};
  std::int64_t nodes = 1;
  for (std::int64_t i = table.columns - 1; i-- > 0;) {
    columns.grid.push_back({i, {}, placesOf(table, i)});
    nodes *= static_cast<std::int64_t>(columns.grid.back().places.size());
    if (nodes > table.rows) return std::nullopt;
  }
  // x, y, z becomes y, z, x.
  if (columns.grid.size() == 3) std::swap(columns.grid[0], columns.grid[1]);
  const bool section = columns.grid[columns.grid.size() - 2].places.size() > 1 &&
                       columns.grid.back().places.size() > 1;
  return nodes == table.rows && section ? std::optional(columns) : std::nullopt;
}

/// SPECFEM's tomography files say corners, steps and counts of the grid and ranges of the values in
/// four lines, before lines of x, (y,) z, vp, vs and rho; z grows upward (SPECFEM2D manual, "Using
/// an external tomographic model"). Names the columns and takes these lines away.
bool takeSpecfemHead(TextTable& table) {
  constexpr std::int64_t kLines = 4;
  if (!table.head.empty() || table.rows <= kLines) return false;
  const std::int64_t axes = table.lengthOf(1);
  if ((axes != 2 && axes != 3) || table.lengthOf(0) != 2 * axes || table.lengthOf(2) != axes)
    return false;
  double nodes = 1;
  for (std::int64_t i = 0; i < axes; ++i) nodes *= table.at(2, i);
  const std::int64_t columns = table.lengthOf(kLines);
  std::vector<std::string> names = {"x", "y", "z", "vp", "vs", "rho"};
  if (axes == 2) names.erase(names.begin() + 1);
  const bool fits = columns > axes && columns <= static_cast<std::int64_t>(names.size());
  if (!fits || nodes != static_cast<double>(table.rows - kLines)) return false;
  table.keep(kLines, columns);
  table.head.assign(names.begin(), names.begin() + columns);
  return true;
}

std::string placeText(const LongColumns& columns, const TextTable& table, std::int64_t row) {
  std::string text;
  for (auto column = columns.grid.rbegin(); column != columns.grid.rend(); ++column)
    text += (text.empty() ? "(" : ", ") + decimal(table.at(row, column->column));
  return text + ")";
}

/// The values in the order of the grid.
std::vector<double> valuesOf(const FileBytes& file, const TextTable& table,
                             const LongColumns& columns, std::int64_t column,
                             const std::vector<std::int64_t>& shape) {
  constexpr std::int64_t kStopEvery = 0xFFFF;
  const std::int64_t nodes = elementCount(shape).value_or(0);
  std::vector<double> values(static_cast<std::size_t>(nodes), std::nan(""));
  std::vector<std::int64_t> from(values.size(), -1);
  for (std::int64_t row = 0; row < table.rows; ++row) {
    if ((row & kStopEvery) == 0) file.goOn();
    std::int64_t at = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      at = at * shape[axis] +
           indexOf(columns.grid[axis].places, table.at(row, columns.grid[axis].column));
    const auto index = static_cast<std::size_t>(at);
    const double value = table.at(row, column);
    const std::int64_t line = table.lines[static_cast<std::size_t>(row)];
    if (from[index] >= 0 && value != values[index])
      throw file.error("line " + std::to_string(line),
                       "gives the node " + placeText(columns, table, row) +
                           " another velocity than line " +
                           std::to_string(table.lines[static_cast<std::size_t>(from[index])]),
                       "leave one line for each node");
    from[index] = row;
    values[index] = value;
  }
  if (std::find(from.begin(), from.end(), -1) != from.end())
    throw file.error("", "has lines for some nodes of its grid twice and for others none",
                     "write one line for each node");
  return values;
}

void stateAxes(const LongColumns& columns, StoredArray& array) {
  for (std::size_t i = 0; i < columns.grid.size(); ++i) {
    const GridColumn& column = columns.grid[i];
    AxisStatement axis;
    axis.name = column.name.text;
    axis.unit = column.name.unit;
    axis.coordinates = column.places;
    axis.place = axis.name.empty() ? "column " + std::to_string(column.column + 1)
                                   : "the column '" + axis.name + "'";
    const bool across = columns.grid.size() == 3 && i == 0;
    const AxisRole role = across                         ? AxisRole::Models
                          : i + 1 == columns.grid.size() ? AxisRole::Lateral
                                                         : AxisRole::Depth;
    if (!axis.name.empty() && (across || roleOfName(axis.name) != role)) {
      axis.role = role;
      axis.roleReason = "its places stand in the column '" + axis.name + "'";
    }
    if (column.name.role == ColumnRole::Elevation) axis.upward = true;
    array.says.axes.push_back(std::move(axis));
  }
}

/// SPECFEM computes in SI units.
void stateSpecfem(StoredArray& array) {
  const std::string metres("m");
  for (AxisStatement& axis : array.says.axes) axis.unit = metres;
  AxisStatement& depth = array.says.axes[array.says.axes.size() - 2];
  depth.upward = true;
  array.says.unit = "m/s";
  array.says.unitPlace = "the format, SPECFEM's tomography file";
}

void chooseValues(const FileBytes& file, const TextTable& table, const OpenOptions& options,
                  LongColumns& columns, StoredArray& array) {
  if (table.head.empty()) return;
  std::vector<ArrayCandidate> candidates;
  for (const std::int64_t column : columns.values) {
    const auto index = static_cast<std::size_t>(column);
    candidates.push_back(
        {table.head[index], "",
         table.units.empty() ? "" : std::string(withoutBrackets(table.units[index]))});
    array.arrays.push_back(table.head[index]);
  }
  const ArrayChoice choice = chooseArray(file, candidates, options.array, "text");
  array.array = candidates[choice.index].name;
  columns.values = {columns.values[choice.index]};
  apply(choice, array.says);
  array.says.quantity = array.array;
  array.says.unit = candidates[choice.index].unit;
  array.says.unitPlace = "the line of units";
}

}  // namespace

std::optional<StoredArray> readLongTable(const FileBytes& file, TextTable& table,
                                         const OpenOptions& options) {
  const bool specfem = takeSpecfemHead(table);
  auto columns = namedColumns(table);
  if (!columns) columns = unnamedColumns(table);
  if (!columns) return std::nullopt;
  StoredArray array;
  chooseValues(file, table, options, *columns, array);
  std::vector<std::int64_t> used = {columns->values[0]};
  for (GridColumn& column : columns->grid) used.push_back(column.column);
  requireNumbers(file, table, used);
  for (GridColumn& column : columns->grid) {
    requireFinite(file, table, column.column);
    column.places = placesOf(table, column.column);
    array.shape.push_back(static_cast<std::int64_t>(column.places.size()));
  }
  // More nodes than lines are never allocated.
  const std::int64_t nodes = elementCount(array.shape).value_or(0);
  if (nodes < 1 || nodes > table.rows)
    throw file.error("",
                     "has " + std::to_string(table.rows) + " lines, which do not fill the grid " +
                         toText(array.shape) + " of their coordinates",
                     "write one line for each node");
  stateAxes(*columns, array);
  if (specfem) stateSpecfem(array);
  array.says.shapeReason = toText(array.shape) + " from a table of " + std::to_string(table.rows) +
                           " lines, one for each node";
  if (table.head.empty()) array.says.shapeReason += ", whose first columns are a full grid";
  placeInMemory(array, valuesOf(file, table, *columns, columns->values[0], array.shape));
  return array;
}

}  // namespace isochron
