// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/read_receivers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "field/error.h"
#include "formats/column_name.h"
#include "formats/decimal.h"
#include "formats/guess_spacing.h"
#include "formats/text_table.h"
#include "formats/units.h"

namespace isochron {
namespace {

constexpr std::int64_t kMostReceivers = 1'000'000;

/// x or z of all receivers: a column of the table, km per unit, and its sign.
struct Coordinate {
  std::int64_t column = 0;
  std::string unit;  // as the head says it; empty where it does not
  double sign = 1.0;
};

/// A column of numbers with what the head says of it.
struct NumberColumn {
  std::int64_t column = 0;
  std::string title;  // its name, or its number where there is none
  ColumnName name;
};

std::string lineName(std::int64_t line) { return "line " + std::to_string(line); }

std::string inQuotes(const std::string& text) { return "'" + text + "'"; }

std::vector<NumberColumn> numberColumns(const TextTable& table) {
  std::vector<NumberColumn> columns;
  for (std::int64_t i = 0; i < table.columns; ++i) {
    if (!table.isNumeric(i)) continue;
    NumberColumn column{i, std::to_string(i + 1), {}};
    const auto index = static_cast<std::size_t>(i);
    if (!table.head.empty()) {
      column.name = columnName(table.head[index]);
      if (!column.name.text.empty()) column.title = column.name.text;
    }
    if (!table.units.empty() && !table.units[index].empty())
      column.name.unit = withoutBrackets(table.units[index]);
    columns.push_back(std::move(column));
  }
  return columns;
}

bool isConstant(const TextTable& table, std::int64_t column) {
  for (std::int64_t row = 1; row < table.rows; ++row)
    if (table.at(row, column) != table.at(0, column)) return false;
  return true;
}

/// 1, 2, 3, ... or 0, 1, 2, ...
bool countsLines(const TextTable& table, std::int64_t column) {
  const double first = table.at(0, column);
  if (table.rows < 3 || (first != 0 && first != 1)) return false;
  for (std::int64_t row = 0; row < table.rows; ++row)
    if (table.at(row, column) != first + static_cast<double>(row)) return false;
  return true;
}

/// Finds the columns of x and z and says how.
class ColumnChoice {
 public:
  ColumnChoice(const FileBytes& file, const TextTable& table, ReceiverTable& receivers)
      : file_(file), table_(table), columns_(numberColumns(table)), receivers_(receivers) {
    for (const NumberColumn& column : columns_) receivers_.columns.push_back(column.title);
  }

  void choose(const ReceiverOptions& options) {
    if (!options.xColumn.empty() || !options.zColumn.empty())
      chooseGiven(options);
    else if (!chooseNamed())
      chooseFirst();
    receivers_.xColumn = x_->title;
    receivers_.zColumn = z_->title;
  }

  Coordinate x() const { return {x_->column, x_->name.unit, 1.0}; }
  Coordinate z() const {
    return {z_->column, z_->name.unit, z_->name.role == ColumnRole::Elevation ? -1.0 : 1.0};
  }

 private:
  const NumberColumn* withRole(ColumnRole role) const {
    for (const NumberColumn& column : columns_)
      if (column.name.role == role) return &column;
    return nullptr;
  }

  const NumberColumn* given(const std::string& wanted) const {
    for (const NumberColumn& column : columns_)
      if (column.title == wanted || std::to_string(column.column + 1) == wanted) return &column;
    throw file_.error("", "has no column of numbers " + inQuotes(wanted),
                      "choose two of: " + titles());
  }

  std::string titles() const {
    std::string text;
    for (const NumberColumn& column : columns_) text += (text.empty() ? "" : ", ") + column.title;
    return text.empty() ? "1, 2" : text;
  }

  void chooseGiven(const ReceiverOptions& options) {
    if (options.xColumn.empty() || options.zColumn.empty())
      throw file_.error("", "one column is chosen for x and z", "name both columns");
    x_ = given(options.xColumn);
    z_ = given(options.zColumn);
    receivers_.columnsReason = "x and z are the columns " + inQuotes(x_->title) + " and " +
                               inQuotes(z_->title) + ", as given";
  }

  /// False where the head names neither x nor z.
  bool chooseNamed() {
    x_ = withRole(ColumnRole::X);
    z_ = withRole(ColumnRole::Depth);
    if (z_ == nullptr) z_ = withRole(ColumnRole::Elevation);
    const NumberColumn* y = withRole(ColumnRole::Y);
    if (x_ == nullptr && y != nullptr && z_ != nullptr) std::swap(x_, y);
    if (x_ == nullptr && z_ == nullptr) return false;
    if (x_ == nullptr || z_ == nullptr) return completeNames(y);
    receivers_.columnsReason = "x and z are the columns " + inQuotes(x_->title) + " and " +
                               inQuotes(z_->title) + " of the head";
    if (z_->name.role == ColumnRole::Elevation)
      receivers_.columnsReason += "; z is the elevation downward";
    if (y != nullptr && y != x_ && !isConstant(table_, y->column))
      doubt("the column " + inQuotes(y->title) + " varies too, and a section has x and z alone");
    return true;
  }

  /// One of the two has a name. "x,y" is a usual way to name two columns of a section.
  bool completeNames(const NumberColumn* y) {
    const NumberColumn* other = y;
    if (other == nullptr && columns_.size() == 2)
      other = x_ == &columns_[0] ? &columns_[1] : &columns_[0];
    if (z_ == nullptr && columns_.size() == 2 && x_ == &columns_[1]) other = &columns_[0];
    if (other == nullptr)
      throw file_.error(lineName(table_.lines[0]),
                        std::string("the head names no column ") + (x_ == nullptr ? "x" : "z"),
                        "name two columns x and z, or choose two of: " + titles());
    const bool missesX = x_ == nullptr;
    (missesX ? x_ : z_) = other;
    doubt(std::string("the head names no column ") + (missesX ? "x" : "z") + "; " +
          inQuotes(other->title) + " is taken for it");
    return true;
  }

  void chooseFirst() {
    if (columns_.size() < 2)
      throw file_.error(lineName(table_.lines[0]), "has no x and z",
                        "write two numbers in km, \"1.25, 0.0\"");
    const bool third = columns_.size() > 2;
    std::size_t first = 0;
    if (third && countsLines(table_, columns_[0].column)) {
      first = 1;
      doubt("the first column counts the lines, and no head names the others");
    } else if (third && isConstant(table_, columns_[1].column) &&
               !isConstant(table_, columns_[2].column)) {
      doubt("the second of " + std::to_string(columns_.size()) +
            " columns is the same throughout, as y is in x, y, z, and no head names them");
    }
    x_ = &columns_[first];
    z_ = &columns_[first + 1];
    receivers_.columnsReason =
        "x and z are the columns " + x_->title + " and " + z_->title + ", as " +
        (table_.head.empty() ? "there is no head" : "the head names neither");
  }

  void doubt(const std::string& sentence) {
    receivers_.doubts.push_back(
        {ReceiverDoubt::Part::Columns, sentence,
         "--" + receivers_.called + "-columns X,Z with two of: " + titles()});
  }

  const FileBytes& file_;
  const TextTable& table_;
  std::vector<NumberColumn> columns_;
  ReceiverTable& receivers_;
  const NumberColumn* x_ = nullptr;
  const NumberColumn* z_ = nullptr;
};

/// km per unit; throws for what is no length.
double kilometres(const std::string& place, const std::string& unit) {
  const auto found = axisUnit(unit);
  if (!found || found->kind != AxisUnit::Kind::Length)
    throw Error(place, inQuotes(unit) + " is no length", "give km, m or ft");
  return found->kilometres;
}

/// A length that a comment or a title speaks of: "coordinates in metres", "x z (m)".
std::optional<std::string> unitSpokenOf(std::string_view text) {
  std::string before;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t,;:=()[]", at), text.size());
    const std::size_t end = std::min(text.find_first_of(" \t,;:=()[]", begin), text.size());
    const std::string word(text.substr(begin, end - begin));
    const bool bracket = begin > 0 && (text[begin - 1] == '(' || text[begin - 1] == '[');
    const auto unit = axisUnit(word);
    const bool length = unit && unit->kind == AxisUnit::Kind::Length;
    if (length && (word.size() > 2 || word == "km" || bracket || before == "in" ||
                   before == "unit" || before == "units"))
      return word;
    before = word;
    at = end;
  }
  return std::nullopt;
}

void doubtUnit(ReceiverTable& receivers, const std::string& sentence, const std::string& unit) {
  receivers.doubts.push_back(
      {ReceiverDoubt::Part::Unit, sentence,
       "--" + receivers.called + "-unit " + unit + " or --" + receivers.called + "-unit km"});
}

/// Both units, empty where nothing is said; fills in what the table tells of them.
void findUnits(const FileBytes& file, const TextTable& table, const ReceiverOptions& options,
               Coordinate& x, Coordinate& z, ReceiverTable& receivers) {
  if (!options.unit.empty()) {
    x.unit = z.unit = options.unit;
    receivers.unitKnown = true;
    receivers.unitReason = options.unit + ", as given";
  } else if (!x.unit.empty() && !z.unit.empty()) {
    receivers.unitKnown = true;
    receivers.unitReason = (x.unit == z.unit ? x.unit : x.unit + " and " + z.unit) +
                           ", from the head " + inQuotes(receivers.xColumn) + ", " +
                           inQuotes(receivers.zColumn);
  } else if (x.unit != z.unit) {
    const bool ofX = !x.unit.empty();
    (ofX ? z : x).unit = ofX ? x.unit : z.unit;
    const std::string where = inQuotes(ofX ? receivers.xColumn : receivers.zColumn);
    receivers.unitReason = x.unit + " for both, from the head " + where;
    if (kilometres(file.name(), x.unit) != 1.0)
      doubtUnit(receivers, "the head gives a unit for one of x and z alone, " + where, x.unit);
  } else {
    x.unit = z.unit = "km";
    receivers.unitReason = "km, because the file names no unit";
    for (const TextComment& comment : table.comments) {
      const auto unit = unitSpokenOf(comment.text);
      if (!unit) continue;
      x.unit = z.unit = *unit;
      const std::string where =
          lineName(comment.line) + " is a comment that says " + inQuotes(*unit);
      receivers.unitReason = *unit + ", because " + where;
      if (kilometres(file.name(), *unit) != 1.0) doubtUnit(receivers, where, *unit);
      break;
    }
  }
  receivers.unit = x.unit == z.unit ? x.unit : x.unit + " and " + z.unit;
}

void readPoints(const FileBytes& file, const TextTable& table, const Coordinate& x,
                const Coordinate& z, ReceiverTable& receivers) {
  const double xScale = kilometres(file.name(), x.unit);
  const double zScale = z.sign * kilometres(file.name(), z.unit);
  for (std::int64_t row = 0; row < table.rows; ++row) {
    const std::int64_t line = table.lines[static_cast<std::size_t>(row)];
    // Zero is added so that no place is written as -0.
    const Point point{table.at(row, x.column) * xScale, table.at(row, z.column) * zScale + 0.0};
    if (!std::isfinite(point.x) || !std::isfinite(point.z))
      throw file.error(lineName(line), "is not a place", "write finite numbers for x and z");
    receivers.points.push_back(point);
    receivers.lines.push_back(line);
  }
}

std::string placeText(Point p) { return "(" + decimal(p.x) + ", " + decimal(p.z) + ") km"; }

/// Where all would lie inside if the file were in that unit and not in the one taken.
bool fitsIn(const std::string& unit, const ReceiverTable& table, const Grid& grid) {
  const double ratio = kilometres("", unit) / kilometres("", table.unit);
  return std::all_of(table.points.begin(), table.points.end(), [&](Point p) {
    return grid.contains({p.x * ratio, p.z * ratio});
  });
}

}  // namespace

ReceiverTable readReceivers(const std::filesystem::path& path, const ReceiverOptions& options) {
  std::error_code ignored;
  const std::string remedy = "write a line for each, x and z in km";
  if (std::filesystem::is_regular_file(path, ignored) &&
      std::filesystem::file_size(path, ignored) == 0)
    throw Error(path.filename().string(), "holds no " + options.called, remedy);
  const FileBytes file = FileBytes::open(path, "choose a text file with x and z in its lines");
  const TextTable table = readTextTable(file, remedy);
  if (table.rows > kMostReceivers)
    throw file.error("", "there are more than a million " + options.called, "split the file");
  ReceiverTable receivers;
  receivers.name = file.name();
  receivers.called = options.called;
  receivers.format = toText(table.dialect);
  ColumnChoice columns(file, table, receivers);
  columns.choose(options);
  Coordinate x = columns.x(), z = columns.z();
  requireNumbers(file, table, {x.column, z.column});
  findUnits(file, table, options, x, z, receivers);
  readPoints(file, table, x, z, receivers);
  return receivers;
}

ReceiverPlacement placeReceivers(const ReceiverTable& table, const Grid& grid) {
  ReceiverPlacement placement;
  for (std::size_t i = 0; i < table.points.size(); ++i)
    (grid.contains(table.points[i]) ? placement.inside : placement.outside).push_back(i);
  if (placement.outside.empty()) return placement;
  const std::size_t first = placement.outside.front();
  const Point end = grid.end();
  placement.problem = std::to_string(placement.outside.size()) + " of " +
                      std::to_string(table.points.size()) + ' ' + table.called +
                      " lie outside the model, x from " + decimal(grid.origin.x) + " to " +
                      decimal(end.x) + " and z from " + decimal(grid.origin.z) + " to " +
                      decimal(end.z) + " km: the first is " + placeText(table.points[first]);
  if (!table.lines.empty()) placement.problem += " in line " + std::to_string(table.lines[first]);
  if (table.unitKnown || table.unit.find(' ') != std::string::npos) return placement;
  for (const char* unit : {"m", "ft", "km"}) {
    if (unit == table.unit || !fitsIn(unit, table, grid)) continue;
    placement.likelyUnit = unit;
    placement.likelyUnitReason =
        std::string(unit) + ", because all of them lie inside the model then";
    break;
  }
  return placement;
}

void requireCertain(const ReceiverTable& table) {
  if (table.doubts.empty()) return;
  const ReceiverDoubt& doubt = table.doubts.front();
  throw Error(table.name, doubt.sentence, "give " + doubt.option);
}

void requireInside(const ReceiverTable& table, const Grid& grid) {
  const ReceiverPlacement placement = placeReceivers(table, grid);
  if (placement.outside.empty()) return;
  throw Error(table.name, placement.problem,
              placement.likelyUnit.empty()
                  ? "take them out of the file, or give another --" + table.called + "-unit"
                  : "give --" + table.called + "-unit " + placement.likelyUnit + " (" +
                        placement.likelyUnitReason + ")");
}

}  // namespace isochron
