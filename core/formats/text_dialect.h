// SPDX-License-Identifier: GPL-3.0-or-later
// TextDialect: what parts the numbers of a text file and what their decimals begin with.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isochron {

enum class TextSeparator {
  Semicolon,
  Tab,
  CommaBlank,  // a comma and a blank, where the comma alone begins the decimals: "1,5, 2,5"
  Comma,
  Blank,  // any number of blanks and tabs
  Any     // what each line has: semicolons, commas, or else blanks
};

struct TextDialect {
  TextSeparator separator = TextSeparator::Blank;
  char decimal = '.';
  friend bool operator==(const TextDialect&, const TextDialect&) = default;
};

/// The dialect in which most cells of the lines are numbers; earlier lines may be heads.
TextDialect dialectOf(const std::vector<std::string_view>& lines);

/// "semicolons between the values, decimal commas": for people.
std::string toText(const TextDialect& dialect);

/// Calls `visit` for each cell of a line, blanks and quotes cut off. A separator at the end of the
/// line is followed by one more, empty cell.
void visitCells(std::string_view line, TextSeparator separator,
                const std::function<void(std::string_view)>& visit);

/// The number that fills the cell: in any of the ways of takeNumber, with the dialect's decimals,
/// with groups of thousands ("1.500,25") and the typographic minus.
std::optional<double> cellNumber(std::string_view cell, char decimal);

/// True for nothing, and for what programs write in its place: "NA", "null", "-".
bool isEmptyCell(std::string_view cell);

}  // namespace isochron
