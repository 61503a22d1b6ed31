// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/text_table.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

#include "formats/column_name.h"
#include "formats/text_encoding.h"
#include "formats/text_numbers.h"
#include "formats/units.h"

namespace isochron {
namespace {

constexpr std::size_t kSampledLines = 64;
constexpr std::size_t kSampledCharacters = std::size_t{1} << 18;
constexpr std::size_t kKeptComments = 1000;
constexpr std::size_t kStopEvery = 0xFFFF;  // cells or lines

/// The characters behind the mark of a comment; empty for other lines.
std::optional<std::string_view> commentText(std::string_view line) {
  for (const std::string_view mark : {"#", "%", "!", "//"})
    if (line.starts_with(mark)) {
      line.remove_prefix(mark.size());
      return trimmed(line.substr(std::min(line.find_first_not_of(mark[0]), line.size())));
    }
  return std::nullopt;
}

std::string_view withoutNote(std::string_view line) {
  const std::size_t note = std::min(line.find(" #"), line.find("\t#"));
  return note == line.npos ? line : line.substr(0, note);
}

/// The lines of a text, comments apart.
template <typename Data, typename Comment>
void visitLines(std::string_view text, Data data, Comment comment) {
  for (std::int64_t number = 1; !text.empty(); ++number) {
    const std::string_view line = takeLine(text);
    if (const auto note = commentText(trimmed(line)))
      comment(number, *note);
    else if (!trimmed(line).empty() && !data(number, withoutNote(line)))
      return;
  }
}

std::vector<std::string_view> sampleOf(std::string_view text) {
  std::vector<std::string_view> sample;
  std::size_t characters = 0;
  visitLines(
      text,
      [&](std::int64_t, std::string_view line) {
        sample.push_back(line);
        characters += line.size();
        return sample.size() < kSampledLines && characters < kSampledCharacters;
      },
      [](std::int64_t, std::string_view) {});
  return sample;
}

struct Cells {
  std::vector<std::string> texts;
  std::vector<CellKind> kinds;

  std::int64_t count(CellKind kind) const { return std::count(kinds.begin(), kinds.end(), kind); }
};

CellKind kindOf(std::string_view cell, char decimal) {
  if (isEmptyCell(cell)) return CellKind::Empty;
  return cellNumber(cell, decimal) ? CellKind::Number : CellKind::Word;
}

/// Words in brackets belong to the word before: "x (m)" is one name where blanks part the cells.
Cells cellsOf(std::string_view line, const TextDialect& dialect) {
  Cells cells;
  visitCells(line, dialect.separator, [&](std::string_view cell) {
    const bool unit = dialect.separator == TextSeparator::Blank && !cells.texts.empty() &&
                      (cell.starts_with('(') || cell.starts_with('['));
    if (unit) {
      (cells.texts.back() += ' ').append(cell);
      cells.kinds.back() = CellKind::Word;
      return;
    }
    cells.texts.emplace_back(cell);
    cells.kinds.push_back(kindOf(cell, dialect.decimal));
  });
  return cells;
}

/// Columns in which at least half of the cells of the sample are numbers.
std::vector<bool> numericColumns(const std::vector<Cells>& sample) {
  std::vector<std::int64_t> balance;
  for (const Cells& row : sample) {
    if (row.kinds.size() > balance.size()) balance.resize(row.kinds.size());
    for (std::size_t i = 0; i < row.kinds.size(); ++i)
      balance[i] += row.kinds[i] == CellKind::Number ? 1 : row.kinds[i] == CellKind::Word ? -1 : 0;
  }
  std::vector<bool> numeric(balance.size());
  std::transform(balance.begin(), balance.end(), numeric.begin(),
                 [](std::int64_t sum) { return sum >= 0; });
  return numeric;
}

/// A head of coordinates alone, as pandas writes it: ",0,10,20".
bool isHeadOfNumbers(const Cells& row, char decimal) {
  if (row.kinds.size() < 3 || row.kinds[0] != CellKind::Empty) return false;
  double before = -HUGE_VAL;
  for (std::size_t i = 1; i < row.kinds.size(); ++i) {
    const auto value = cellNumber(row.texts[i], decimal);
    if (!value || !(*value > before)) return false;
    before = *value;
  }
  return true;
}

bool isData(const Cells& row, const std::vector<bool>& numeric) {
  bool any = false;
  for (std::size_t i = 0; i < row.kinds.size(); ++i) {
    if (row.kinds[i] == CellKind::Word && numeric[i]) return false;
    any = any || row.kinds[i] == CellKind::Number;
  }
  return any;
}

/// Names begin with something else than a number; "1.5 1.6x 1.7" is a slip, no head.
bool mayBeHead(const Cells& row) {
  if (row.count(CellKind::Number) == 0) return true;
  if (row.kinds[0] == CellKind::Empty) return true;
  return row.kinds[0] == CellKind::Word &&
         std::isdigit(static_cast<unsigned char>(row.texts[0][0])) == 0;
}

bool holdsUnits(const std::vector<std::string>& cells) {
  bool any = false;
  for (const std::string& cell : cells) {
    if (isEmptyCell(cell)) continue;
    const std::string_view unit = withoutBrackets(cell);
    if (!axisUnit(unit) && !velocityUnit(unit)) return false;
    any = true;
  }
  return any;
}

std::string lineName(std::int64_t line) { return "line " + std::to_string(line); }

Error noNumber(const FileBytes& file, std::int64_t line, std::size_t column) {
  return file.error(lineName(line) + ", value " + std::to_string(column + 1), "is not a number",
                    "write numbers separated by commas or blanks");
}

/// Reads the lines one by one: heads first, then numbers.
class TableReader {
 public:
  TableReader(const FileBytes& file, std::string_view text) : file_(file), text_(text) {
    const std::vector<std::string_view> sample = sampleOf(text);
    table_.dialect = dialectOf(sample);
    std::vector<Cells> cells;
    for (const std::string_view line : sample) cells.push_back(cellsOf(line, table_.dialect));
    numeric_ = numericColumns(cells);
  }

  TextTable read(const std::string& remedy) {
    visitLines(
        text_,
        [this](std::int64_t number, std::string_view line) {
          if (table_.rows == 0 && takeHead(number, line)) return true;
          addRow(number, line);
          return true;
        },
        [this](std::int64_t number, std::string_view comment) { addComment(number, comment); });
    if (table_.rows == 0) throw file_.error("", "holds no numbers", remedy);
    starts_.push_back(table_.values.size());
    file_.goOn();
    makeRectangle();
    file_.goOn();
    dropEmptyColumns();
    nameColumns();
    return std::move(table_);
  }

 private:
  /// True where the line is a head; false where the numbers begin.
  bool takeHead(std::int64_t number, std::string_view line) {
    Cells cells = cellsOf(line, table_.dialect);
    const bool coordinates = heads_.empty() && isHeadOfNumbers(cells, table_.dialect.decimal);
    if (!coordinates && isData(cells, numeric_)) return false;
    if (!mayBeHead(cells) || heads_.size() >= kSampledLines) {
      const auto word = std::find(cells.kinds.begin(), cells.kinds.end(), CellKind::Word);
      throw noNumber(file_, number, static_cast<std::size_t>(word - cells.kinds.begin()));
    }
    heads_.push_back(std::move(cells.texts));
    return true;
  }

  void addRow(std::int64_t number, std::string_view line) {
    starts_.push_back(table_.values.size());
    table_.lines.push_back(number);
    visitCells(line, table_.dialect.separator, [this](std::string_view cell) {
      const auto value =
          isEmptyCell(cell) ? std::nullopt : cellNumber(cell, table_.dialect.decimal);
      table_.values.push_back(value.value_or(std::nan("")));
      table_.kinds.push_back(value               ? CellKind::Number
                             : isEmptyCell(cell) ? CellKind::Empty
                                                 : CellKind::Word);
      if ((table_.values.size() & kStopEvery) == 0) file_.goOn();
    });
    table_.columns =
        std::max(table_.columns, static_cast<std::int64_t>(table_.values.size() - starts_.back()));
    ++table_.rows;
  }

  void addComment(std::int64_t number, std::string_view comment) {
    if ((static_cast<std::size_t>(number) & kStopEvery) == 0) file_.goOn();
    if (table_.rows == 0 && !comment.empty()) lastComment_ = comment;
    if (table_.comments.size() < kKeptComments)
      table_.comments.push_back({number, std::string(comment)});
  }

  std::size_t length(std::size_t row) const { return starts_[row + 1] - starts_[row]; }

  void makeRectangle() {
    const auto columns = static_cast<std::size_t>(table_.columns);
    const auto rows = static_cast<std::size_t>(table_.rows);
    if (rows * columns == table_.values.size()) return;
    // One long line among many short ones would need memory that the file does not back.
    if (rows > text_.size() / columns + 1) {
      std::size_t row = 0;
      while (length(row) == columns) ++row;
      throw file_.error(lineName(table_.lines[row]),
                        "has " + std::to_string(length(row)) + " values where another line has " +
                            std::to_string(columns),
                        "give every line as many values");
    }
    std::vector<double> values(rows * columns, std::nan(""));
    std::vector<CellKind> kinds(rows * columns, CellKind::Empty);
    for (std::size_t row = 0; row < rows; ++row) {
      std::copy_n(table_.values.begin() + static_cast<std::ptrdiff_t>(starts_[row]), length(row),
                  values.begin() + static_cast<std::ptrdiff_t>(row * columns));
      std::copy_n(table_.kinds.begin() + static_cast<std::ptrdiff_t>(starts_[row]), length(row),
                  kinds.begin() + static_cast<std::ptrdiff_t>(row * columns));
    }
    table_.values = std::move(values);
    table_.kinds = std::move(kinds);
  }

  /// `kept_` says which columns of the file remain.
  void dropEmptyColumns() {
    const std::int64_t columns = table_.columns;
    kept_.clear();
    for (std::int64_t column = 0; column < columns; ++column) {
      std::int64_t row = 0;
      while (row < table_.rows && table_.kind(row, column) == CellKind::Empty) ++row;
      if (row < table_.rows) kept_.push_back(column);
    }
    const auto kept = static_cast<std::int64_t>(kept_.size());
    if (kept == columns) return;
    std::size_t to = 0;
    for (std::int64_t row = 0; row < table_.rows; ++row)
      for (const std::int64_t column : kept_) {
        const std::size_t from = table_.index(row, column);
        table_.values[to] = table_.values[from];
        table_.kinds[to++] = table_.kinds[from];
      }
    table_.values.resize(to);
    table_.kinds.resize(to);
    fileColumns_ = columns;
    table_.columns = kept;
  }

  /// True where all lines have a number in the column.
  bool isFull(std::int64_t column) const {
    for (std::int64_t row = 0; row < table_.rows; ++row)
      if (table_.kind(row, column) != CellKind::Number) return false;
    return true;
  }

  /// Names for the columns that are kept; empty where their number does not fit.
  std::vector<std::string> named(std::vector<std::string> names) const {
    const std::size_t columns = fileColumns_ > 0 ? static_cast<std::size_t>(fileColumns_)
                                                 : static_cast<std::size_t>(table_.columns);
    // R's write.table gives the column of row names no name of its own; notes have none either.
    if (names.size() + 1 == columns)
      names.insert(isFull(table_.columns - 1) ? names.begin() : names.end(), "");
    while (names.size() > columns && names.back().empty()) names.pop_back();
    if (names.size() == static_cast<std::size_t>(table_.columns) && names.size() != columns)
      return names;
    if (names.size() != columns) return {};
    std::vector<std::string> kept;
    for (const std::int64_t column : kept_) kept.push_back(names[static_cast<std::size_t>(column)]);
    return kept;
  }

  /// The last line of words names the columns; or it holds their units, and the one above names.
  void nameColumns() {
    if (heads_.empty()) return nameByComment();
    const bool units =
        heads_.size() > 1 && holdsUnits(heads_.back()) && !named(heads_[heads_.size() - 2]).empty();
    if (units) {
      table_.units = named(std::move(heads_.back()));
      heads_.pop_back();
    }
    table_.head = named(heads_.back());
    if (!table_.head.empty()) heads_.pop_back();
    table_.titles = std::move(heads_);
  }

  void nameByComment() {
    for (const TextDialect& dialect :
         {table_.dialect, TextDialect{TextSeparator::Blank, '.'},
          TextDialect{TextSeparator::Comma, '.'}, TextDialect{TextSeparator::Semicolon, '.'}}) {
      Cells cells = cellsOf(lastComment_, dialect);
      const bool words =
          cells.count(CellKind::Word) == static_cast<std::int64_t>(cells.kinds.size());
      const std::size_t count = cells.texts.size();
      if (!words || (count != static_cast<std::size_t>(table_.columns) &&
                     count != static_cast<std::size_t>(fileColumns_)))
        continue;
      table_.head = named(std::move(cells.texts));
      table_.headIsComment = !table_.head.empty();
      return;
    }
  }

  const FileBytes& file_;
  std::string_view text_;
  TextTable table_;
  std::vector<bool> numeric_;
  std::vector<std::vector<std::string>> heads_;
  std::string_view lastComment_;
  std::vector<std::size_t> starts_;  // of the rows in the values, and their end
  std::vector<std::int64_t> kept_;
  std::int64_t fileColumns_ = 0;  // where some were left out
};

}  // namespace

bool TextTable::isNumeric(std::int64_t column) const {
  std::int64_t numbers = 0, words = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    numbers += kind(row, column) == CellKind::Number;
    words += kind(row, column) == CellKind::Word;
  }
  return numbers > 0 && numbers >= words;
}

std::int64_t TextTable::lengthOf(std::int64_t row) const {
  std::int64_t length = columns;
  while (length > 0 && kind(row, length - 1) == CellKind::Empty) --length;
  return length;
}

void TextTable::keep(std::int64_t first, std::int64_t count) {
  std::size_t to = 0;
  for (std::int64_t row = first; row < rows; ++row)
    for (std::int64_t column = 0; column < count; ++column) {
      const std::size_t from = index(row, column);
      values[to] = values[from];
      kinds[to++] = kinds[from];
    }
  values.resize(to);
  kinds.resize(to);
  lines.erase(lines.begin(), lines.begin() + first);
  rows -= first;
  columns = count;
}

TextTable readTextTable(const FileBytes& file, const std::string& remedy) {
  const FileText text(file);
  return TableReader(file, text.text()).read(remedy);
}

bool holdsTextNumbers(const FileBytes& file) {
  if (!looksLikeTextFile(file)) return false;
  const FileText text(file);
  const std::vector<std::string_view> sample = sampleOf(text.text());
  const TextDialect dialect = dialectOf(sample);
  std::size_t rows = 0;
  for (const std::string_view line : sample) {
    const Cells cells = cellsOf(line, dialect);
    rows += cells.count(CellKind::Number) > cells.count(CellKind::Word);
  }
  return rows > 0 && 2 * rows >= sample.size();
}

void requireNumbers(const FileBytes& file, const TextTable& table,
                    const std::vector<std::int64_t>& columns) {
  for (std::int64_t row = 0; row < table.rows; ++row)
    for (const std::int64_t column : columns) {
      const CellKind kind = table.kind(row, column);
      if (kind == CellKind::Number) continue;
      const std::int64_t line = table.lines[static_cast<std::size_t>(row)];
      if (kind == CellKind::Word) throw noNumber(file, line, static_cast<std::size_t>(column));
      throw file.error(lineName(line) + ", value " + std::to_string(column + 1), "is missing",
                       "write a number there");
    }
}

void requireMatrix(const FileBytes& file, const TextTable& table) {
  for (std::int64_t row = 0; row < table.rows; ++row) {
    const std::int64_t filled = table.lengthOf(row);
    if (filled != table.columns)
      throw file.error(lineName(table.lines[static_cast<std::size_t>(row)]),
                       "has " + std::to_string(filled) + " values where other lines have " +
                           std::to_string(table.columns),
                       "give every line as many values");
  }
  std::vector<std::int64_t> all(static_cast<std::size_t>(table.columns));
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::int64_t>(i);
  requireNumbers(file, table, all);
}

}  // namespace isochron
