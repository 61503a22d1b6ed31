// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/text_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isochron {
namespace {

/// "D+03" behind a mantissa; the power of ten, or empty where there is none.
std::optional<int> takeFortranExponent(std::string_view& text) {
  if (text.size() < 2 || (text[0] != 'D' && text[0] != 'd')) return std::nullopt;
  std::string_view rest = text.substr(1);
  if (rest[0] == '+') rest.remove_prefix(1);
  int exponent = 0;
  const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), exponent);
  if (result.ec != std::errc()) return std::nullopt;
  text = rest.substr(static_cast<std::size_t>(result.ptr - rest.data()));
  return exponent;
}

}  // namespace

std::optional<double> takeNumber(std::string_view& text) {
  std::string_view rest = text;
  if (rest.size() > 1 && rest[0] == '+' && rest[1] != '-') rest.remove_prefix(1);
  double value = 0;
  const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  // Too large or too small for a double: infinity is refused later, where it stands.
  if (result.ec == std::errc::result_out_of_range)
    value = HUGE_VAL;
  else if (result.ec != std::errc())
    return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(result.ptr - rest.data()));
  if (const auto exponent = takeFortranExponent(rest)) value *= std::pow(10.0, *exponent);
  text = rest;
  return value;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool looksLikeText(std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code == 127 || (code < 32 && c != '\n' && c != '\r' && c != '\t');
  });
}

}  // namespace isochron
