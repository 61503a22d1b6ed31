// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/npy_statement.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "formats/decimal.h"

namespace isochron {
namespace {

constexpr std::string_view kMark = "# isochron 1: ";
constexpr double kFarthest = 1e9;  // km
constexpr std::size_t kMostWords = 64;

using Words = std::vector<std::pair<std::string_view, std::string_view>>;

/// "key=value" by "key=value", in the order of the file.
Words wordsOf(std::string_view line) {
  Words words;
  const auto end = line.end();
  for (auto word = line.begin(); word != end && words.size() < kMostWords;) {
    const auto blank = std::find(word, end, ' ');
    const auto equals = std::find(word, blank, '=');
    if (equals != blank)
      words.emplace_back(std::string_view(word, equals), std::string_view(equals + 1, blank));
    word = blank == end ? end : blank + 1;
  }
  return words;
}

template <class Number>
std::optional<Number> numberOf(std::string_view text) {
  Number value{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = result.ec == std::errc() && result.ptr == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

std::optional<double> lengthOf(const Words& words, std::string_view key) {
  for (const auto& [name, text] : words)
    if (name == key)
      if (const auto value = numberOf<double>(text); value && std::abs(*value) < kFarthest)
        return value;
  return std::nullopt;
}

bool isName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// The kind, and behind it its seed and parameters.
std::optional<GeneratorRecord> generatorOf(const Words& words) {
  const auto kind = std::find_if(words.begin(), words.end(),
                                 [](const auto& word) { return word.first == "kind"; });
  if (kind == words.end() || !isName(kind->second)) return std::nullopt;
  GeneratorRecord record{std::string(kind->second), {}, {}};
  for (auto word = kind + 1; word != words.end(); ++word) {
    if (word->first == "seed")
      record.seed = numberOf<std::uint64_t>(word->second);
    else if (const auto value = numberOf<double>(word->second);
             value && std::isfinite(*value) && isName(word->first))
      record.parameters.emplace_back(word->first, *value);
  }
  return record;
}

}  // namespace

std::string toComment(const NpyStatement& statement) {
  std::string text = std::string(kMark) + "dx_km=" + decimal(statement.dx) +
                     " dz_km=" + decimal(statement.dz) + " x0_km=" + decimal(statement.origin.x) +
                     " z0_km=" + decimal(statement.origin.z) + " values=km/s";
  if (!statement.generator) return text;
  text += " kind=" + statement.generator->kind;
  if (statement.generator->seed) text += " seed=" + std::to_string(*statement.generator->seed);
  for (const auto& [name, value] : statement.generator->parameters)
    text += ' ' + name + '=' + decimal(value);
  return text;
}

std::optional<NpyStatement> statementIn(std::string_view afterDictionary) {
  const std::size_t mark = afterDictionary.find(kMark);
  if (mark == afterDictionary.npos) return std::nullopt;
  std::string_view line = afterDictionary.substr(mark + kMark.size());
  line = line.substr(0, line.find('\n'));
  const Words words = wordsOf(line);
  const auto dx = lengthOf(words, "dx_km"), dz = lengthOf(words, "dz_km");
  const auto x = lengthOf(words, "x0_km"), z = lengthOf(words, "z0_km");
  if (!dx || !dz || !x || !z || !(*dx > 0.0) || !(*dz > 0.0)) return std::nullopt;
  return NpyStatement{*dx, *dz, {*x, *z}, generatorOf(words)};
}

std::string toText(const GeneratorRecord& generator) {
  std::string text = generator.kind;
  if (generator.seed) text += ", seed " + std::to_string(*generator.seed);
  for (const auto& [name, value] : generator.parameters) text += ", " + name + ' ' + decimal(value);
  return text;
}

}  // namespace isochron
