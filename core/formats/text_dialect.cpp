// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/text_dialect.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "formats/text_numbers.h"

namespace isochron {
namespace {

constexpr TextDialect kDialects[] = {
    {TextSeparator::Semicolon, '.'}, {TextSeparator::Semicolon, ','},  {TextSeparator::Tab, '.'},
    {TextSeparator::Tab, ','},       {TextSeparator::CommaBlank, ','}, {TextSeparator::Comma, '.'},
    {TextSeparator::Comma, ','},  // in quotes
    {TextSeparator::Blank, '.'},     {TextSeparator::Blank, ','},      {TextSeparator::Any, '.'}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// What parts the cells of this line alone.
TextSeparator separatorOf(std::string_view line) {
  if (line.find(';') != line.npos) return TextSeparator::Semicolon;
  return line.find(',') != line.npos ? TextSeparator::Comma : TextSeparator::Blank;
}

/// How many characters part two cells at the start of `text`; 0 where none do.
std::size_t separatorLength(std::string_view text, TextSeparator separator) {
  const char first = text[0];
  const auto blanks = [text](std::size_t from) {
    const std::size_t end = text.find_first_not_of(" \t", from);
    return std::min(end, text.size()) - from;
  };
  switch (separator) {
    case TextSeparator::Semicolon:
      return first == ';' ? 1 : 0;
    case TextSeparator::Tab:
      return first == '\t' ? 1 : 0;
    case TextSeparator::Comma:
      return first == ',' ? 1 : 0;
    case TextSeparator::CommaBlank:
      return first == ',' && blanks(1) > 0 ? 1 + blanks(1) : 0;
    case TextSeparator::Blank:
      return blanks(0);
    case TextSeparator::Any:
      break;
  }
  return 0;
}

/// Past the closing quote; a doubled one stands for itself.
std::size_t quotedLength(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size()) {
    if (text[end] != '"') {
      ++end;
    } else if (end + 1 < text.size() && text[end + 1] == '"') {
      end += 2;
    } else {
      return end + 1;
    }
  }
  return text.size();
}

std::string_view withoutQuotes(std::string_view cell) {
  cell = trimmed(cell);
  if (cell.size() >= 2 && (cell[0] == '"' || cell[0] == '\'') && cell.back() == cell[0])
    cell = trimmed(cell.substr(1, cell.size() - 2));
  return cell;
}

/// "1.500.000,25" has its groups of three digits before the decimals; removes their marks.
bool removeGroups(std::string& number, char mark, char decimal) {
  const std::size_t end = std::min(number.find(decimal), number.size());
  std::size_t digits = 0;
  for (std::size_t i = end; i-- > 0;) {
    if (isDigit(number[i])) {
      ++digits;
    } else if (number[i] == mark) {
      if (digits != 3) return false;
      digits = 0;
      number.erase(i, 1);
    } else if (i != 0) {
      return false;  // only a sign may come before the digits
    }
  }
  return digits >= 1 && digits <= 3;
}

/// Numbers, cells and rows of the lines, read in one dialect.
struct Reading {
  std::int64_t numbers = 0;
  std::int64_t cells = 0;
  std::int64_t parted = 0;  // rows with more than one cell
  std::int64_t rows = 0;
  bool decimalCommas = true;  // each number has one
};

Reading readingOf(const std::vector<std::string_view>& lines, const TextDialect& dialect) {
  Reading reading;
  for (const std::string_view line : lines) {
    std::int64_t numbers = 0, cells = 0, all = 0;
    visitCells(line, dialect.separator, [&](std::string_view cell) {
      ++all;
      if (isEmptyCell(cell)) return;
      ++cells;
      if (!cellNumber(cell, dialect.decimal)) return;
      ++numbers;
      if (std::count(cell.begin(), cell.end(), ',') != 1) reading.decimalCommas = false;
    });
    std::string_view start = trimmed(line);
    const bool head = reading.rows == 0 && numbers == 0 && !takeNumber(start);
    if (head) continue;
    reading.numbers += numbers;
    reading.cells += cells;
    reading.parted += all > 1;
    ++reading.rows;
  }
  return reading;
}

}  // namespace

void visitCells(std::string_view line, TextSeparator separator,
                const std::function<void(std::string_view)>& visit) {
  if (separator == TextSeparator::Any) separator = separatorOf(trimmed(line));
  if (separator != TextSeparator::Tab) line = trimmed(line);
  std::size_t begin = 0;
  for (std::size_t at = 0; at < line.size();) {
    const bool opens = line[at] == '"' && trimmed(line.substr(begin, at - begin)).empty();
    if (opens) {
      at += quotedLength(line.substr(at));
      continue;
    }
    const std::size_t length = separatorLength(line.substr(at), separator);
    if (length == 0) {
      ++at;
      continue;
    }
    visit(withoutQuotes(line.substr(begin, at - begin)));
    at += length;
    begin = at;
  }
  visit(withoutQuotes(line.substr(begin)));
}

std::optional<double> cellNumber(std::string_view cell, char decimal) {
  constexpr std::string_view kMinus = "\xE2\x88\x92";
  const bool minus = cell.starts_with(kMinus);
  const char mark = decimal == '.' ? ',' : '.';
  const bool grouped = cell.find(mark) != cell.npos;
  if (!minus && !grouped && decimal == '.') {
    const auto value = takeNumber(cell);
    return value && cell.empty() ? value : std::nullopt;
  }
  std::string number(minus ? "-" : "");
  number += minus ? cell.substr(kMinus.size()) : cell;
  // Without decimals, "1,500" could be either: then it is no number of this dialect.
  if (grouped && (number.find(decimal) == number.npos || !removeGroups(number, mark, decimal)))
    return std::nullopt;
  if (decimal == ',') {
    if (std::count(number.begin(), number.end(), ',') > 1) return std::nullopt;
    std::replace(number.begin(), number.end(), ',', '.');
  }
  std::string_view rest = number;
  const auto value = takeNumber(rest);
  return value && rest.empty() ? value : std::nullopt;
}

bool isEmptyCell(std::string_view cell) {
  constexpr std::string_view kNothing[] = {"",     "-",    "--",   "NA",   "N/A", "n/a",
                                           "#N/A", "null", "NULL", "None", "none"};
  return std::find(std::begin(kNothing), std::end(kNothing), cell) != std::end(kNothing);
}

TextDialect dialectOf(const std::vector<std::string_view>& lines) {
  TextDialect best;
  double bestShare = 0.0;
  for (const TextDialect& dialect : kDialects) {
    const Reading reading = readingOf(lines, dialect);
    if (reading.rows == 0 || 2 * reading.parted < reading.rows) continue;
    if (dialect.separator == TextSeparator::CommaBlank && !reading.decimalCommas) continue;
    const double share = static_cast<double>(reading.numbers) / static_cast<double>(reading.cells);
    if (share <= bestShare) continue;
    best = dialect;
    bestShare = share;
  }
  return best;
}

std::string toText(const TextDialect& dialect) {
  constexpr std::array<const char*, 6> kNames = {
      "semicolons", "tabs", "commas with blanks", "commas", "blanks", "another mark in each line"};
  return std::string(kNames[static_cast<std::size_t>(dialect.separator)]) +
         " between the values, decimal " + (dialect.decimal == ',' ? "commas" : "points");
}

}  // namespace isochron
