// SPDX-License-Identifier: GPL-3.0-or-later
// Reads matrices written as text: CSV, blank-separated, one line per row.
#include <cmath>

#include "formats/readers.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

/// The values and the shape of the text so far.
struct Matrix {
  std::vector<double> values;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
};

bool isComment(std::string_view line) {
  return line.starts_with('#') || line.starts_with('%') || line.starts_with('!') ||
         line.starts_with("//");
}

std::string lineName(std::int64_t line) { return "line " + std::to_string(line); }

/// Cuts blanks and at most one comma or semicolon off the front; true where more may follow.
void skipSeparator(std::string_view& line) {
  const auto skipBlanks = [&line] {
    while (!line.empty() && (line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
  };
  skipBlanks();
  if (!line.empty() && (line[0] == ',' || line[0] == ';')) line.remove_prefix(1);
  skipBlanks();
}

/// Adds the values of one line.
void parseLine(const FileBytes& file, std::string_view line, std::int64_t number, Matrix& matrix) {
  const std::size_t before = matrix.values.size();
  while (!line.empty()) {
    const auto value = takeNumber(line);
    const auto column = static_cast<std::int64_t>(matrix.values.size() - before) + 1;
    const bool ended = line.empty() || std::string_view(" \t,;").find(line[0]) != line.npos;
    if (!value || !ended)
      throw file.error(lineName(number) + ", value " + std::to_string(column), "is not a number",
                       "write numbers separated by commas or blanks");
    matrix.values.push_back(*value);
    skipSeparator(line);
  }
  const auto columns = static_cast<std::int64_t>(matrix.values.size() - before);
  if (matrix.rows > 0 && columns != matrix.columns)
    throw file.error(lineName(number),
                     "has " + std::to_string(columns) + " values where the lines before have " +
                         std::to_string(matrix.columns),
                     "give every line as many values");
  matrix.columns = columns;
  ++matrix.rows;
}

/// A line of column names may come first; it starts with a letter or a quote.
bool isTitle(std::string_view line) {
  std::string_view rest = line;
  return !takeNumber(rest) &&
         (std::isalpha(static_cast<unsigned char>(line[0])) != 0 || line[0] == '"');
}

std::optional<double> valueAfter(std::string_view comment, std::string_view key) {
  const std::size_t at = comment.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  comment.remove_prefix(at + key.size());
  return takeNumber(comment);
}

/// The comment that writeCsv leaves: spacing and origin.
void parseOwnComment(std::string_view line, FileStatements& says) {
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
  says.unit = "km/s";
  says.unitPlace = "the comment in the file";
}

Matrix parse(const FileBytes& file, std::string_view text, FileStatements& says) {
  Matrix matrix;
  for (std::int64_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    if (isComment(line))
      parseOwnComment(line, says);
    else if (matrix.rows > 0 || !isTitle(line))
      parseLine(file, line, number, matrix);
  }
  return matrix;
}

/// Data sets of squares are also written with one model per line (Mechanical MNIST).
std::vector<std::int64_t> shapeOf(const Matrix& matrix, FileStatements& says) {
  constexpr std::int64_t kSmallestSide = 28;
  const auto side =
      static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(matrix.columns))));
  const bool square = side * side == matrix.columns && side >= kSmallestSide;
  const bool rowPerModel = matrix.columns > 16 * matrix.rows || matrix.columns >= 16384;
  if (!square || !rowPerModel) return {matrix.rows, matrix.columns};
  says.shapeReason = std::to_string(matrix.rows) + " square models of " + std::to_string(side) +
                     " x " + std::to_string(side) + ", one per line, because each line has " +
                     std::to_string(matrix.columns) + " values";
  return {matrix.rows, side, side};
}

}  // namespace

StoredArray readText(const FileBytes& file, const OpenOptions&) {
  constexpr std::size_t kMark = 3;
  const bool marked = file.has("\xEF\xBB\xBF");  // a byte order mark, as Windows programs write
  const std::string_view text =
      file.text(marked ? kMark : 0, static_cast<std::size_t>(file.size()));
  StoredArray array;
  Matrix matrix = parse(file, text, array.says);
  if (matrix.values.empty())
    throw file.error("", "holds no numbers", "write one line of numbers per depth");
  array.format = "text";
  array.shape = shapeOf(matrix, array.says);
  placeInMemory(array, std::move(matrix.values));
  return array;
}

}  // namespace isochron
