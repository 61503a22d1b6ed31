// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/guess_spacing.h"

#include <cctype>
#include <charconv>
#include <cstdio>
#include <string_view>

namespace isochron {
namespace {

struct KnownModel {
  std::int64_t nx;
  std::int64_t nz;
  double dx;  // km
  double dz;  // km
  const char* name;
};

constexpr KnownModel kKnown[] = {
    {70, 70, 0.010, 0.010, "OpenFWI"},
    {1361, 281, 0.0125, 0.0125, "Marmousi2 every ten nodes"},
    {13601, 2801, 0.00125, 0.00125, "Marmousi2"},
    {2301, 751, 0.004, 0.004, "the classic Marmousi"},
    {5395, 1911, 0.0125, 0.00625, "BP 2004"},
};

bool isDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool isLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// A plain decimal number at the start of `text`, which it is cut off from. (from_chars would
/// also take "inf" and exponents.)
std::optional<double> takeNumber(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && isDigit(text[end])) ++end;
  if (end == 0) return std::nullopt;
  if (end + 1 < text.size() && text[end] == '.' && isDigit(text[end + 1])) {
    ++end;
    while (end < text.size() && isDigit(text[end])) ++end;
  }
  double value = 0;
  if (std::from_chars(text.data(), text.data() + end, value).ec != std::errc()) return std::nullopt;
  text.remove_prefix(end);
  return value;
}

/// "m" or "km" that ends a word, and is no "m/s".
std::optional<double> takeUnit(std::string_view text) {
  const bool kilo = text.starts_with("km");
  if (!kilo && !text.starts_with("m")) return std::nullopt;
  text.remove_prefix(kilo ? 2 : 1);
  if (!text.empty() && (isLetter(text[0]) || isDigit(text[0]))) return std::nullopt;
  if (text.starts_with("/s") || text.starts_with("_s")) return std::nullopt;
  return kilo ? 1.0 : 1e-3;
}

/// A length or a pair of lengths at the start of `text`.
std::optional<SpacingGuess> lengthsAt(std::string_view text) {
  const auto first = takeNumber(text);
  if (!first) return std::nullopt;
  auto second = first;
  if (text.starts_with("x")) {
    text.remove_prefix(1);
    second = takeNumber(text);
  } else if (const auto unit = takeUnit(text)) {
    return SpacingGuess{*first * *unit, *first * *unit, ""};
  }
  const auto unit = takeUnit(text);
  if (!second || !unit) return std::nullopt;
  return SpacingGuess{*first * *unit, *second * *unit, ""};
}

}  // namespace

std::string metresText(double km) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g m", km * 1000);
  return text;
}

std::optional<SpacingGuess> spacingFromName(const std::string& fileName) {
  const std::string_view name = fileName;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts = i == 0 || (!isDigit(name[i - 1]) && name[i - 1] != '.');
    if (!starts || !isDigit(name[i])) continue;
    auto guess = lengthsAt(name.substr(i));
    // A spacing, not a size or an offset.
    if (!guess || guess->dx < 1e-4 || guess->dx > 1 || guess->dz < 1e-4 || guess->dz > 1) continue;
    guess->reason = "taken from the file's name";
    return guess;
  }
  return std::nullopt;
}

std::optional<SpacingGuess> spacingFromShape(std::int64_t nx, std::int64_t nz) {
  for (const KnownModel& known : kKnown)
    if (known.nx == nx && known.nz == nz)
      return SpacingGuess{known.dx, known.dz,
                          "because " + std::to_string(nx) + " x " + std::to_string(nz) +
                              " nodes are the size of " + known.name};
  return std::nullopt;
}

}  // namespace isochron
