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

/// A length that the name gives for one axis: "x12.5m", "dz6.25", "dx=0.0125km".
struct AxisLength {
  double value = 0.0;
  std::optional<double> unit;  // km
  bool isStep = false;         // "dx" needs no unit, "x" does
};

std::optional<AxisLength> lengthAlong(std::string_view name, char axis) {
  const auto lower = [name](std::size_t i) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (lower(i) != axis) continue;
    const bool isStep = i > 0 && lower(i - 1) == 'd';
    const std::size_t begin = isStep ? i - 1 : i;
    if (begin > 0 && (isLetter(name[begin - 1]) || isDigit(name[begin - 1]))) continue;
    std::string_view rest = name.substr(i + 1);
    if (!rest.empty() && std::string_view("=_-").find(rest[0]) != std::string_view::npos)
      rest.remove_prefix(1);
    if (const auto value = takeNumber(rest)) return AxisLength{*value, takeUnit(rest), isStep};
  }
  return std::nullopt;
}

/// Both axes by their letters; a unit behind one of them is that of both, and steps without a unit
/// are in metres where they could hardly be kilometres.
std::optional<SpacingGuess> lettered(std::string_view name) {
  const auto x = lengthAlong(name, 'x'), z = lengthAlong(name, 'z');
  if (!x || !z) return std::nullopt;
  const bool said = x->unit || z->unit || (x->isStep && z->isStep);
  if (!said) return std::nullopt;
  constexpr double kMetresFrom = 0.5;
  const double usual = std::max(x->value, z->value) < kMetresFrom ? 1.0 : 1e-3;
  const double other = x->unit ? *x->unit : z->unit.value_or(usual);
  return SpacingGuess{x->value * x->unit.value_or(other), z->value * z->unit.value_or(other), ""};
}

/// A spacing, not a size or an offset.
bool isSpacing(const SpacingGuess& guess) {
  const auto usual = [](double km) { return km >= 1e-4 && km <= 1; };
  return usual(guess.dx) && usual(guess.dz);
}

}  // namespace

std::string metresText(double km) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g m", km * 1000);
  return text;
}

std::optional<SpacingGuess> spacingFromName(const std::string& fileName) {
  const std::string_view name = fileName;
  const char* const reason = "taken from the file's name";
  if (auto guess = lettered(name); guess && isSpacing(*guess)) {
    guess->reason = reason;
    return guess;
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts = i == 0 || (!isDigit(name[i - 1]) && name[i - 1] != '.');
    if (!starts || !isDigit(name[i])) continue;
    auto guess = lengthsAt(name.substr(i));
    if (!guess || !isSpacing(*guess)) continue;
    guess->reason = reason;
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
