// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/read_receivers.h"

#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <string_view>

#include "field/error.h"

namespace isochron {
namespace {

constexpr std::size_t kMostReceivers = 1'000'000;
constexpr std::string_view kSeparators = ",; \t\r";

/// Takes the next word off the line; empty at its end.
std::string_view nextWord(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(kSeparators), line.size());
  const std::size_t end = std::min(line.find_first_of(kSeparators, begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

std::optional<double> number(std::string_view word) {
  double value = 0.0;
  if (word.starts_with('+')) word.remove_prefix(1);
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value)) return {};
  return value;
}

std::optional<Point> parse(std::string_view line) {
  const std::optional<double> x = number(nextWord(line));
  const std::optional<double> z = number(nextWord(line));
  if (!x || !z) return {};
  return Point{*x, *z};
}

/// A header is made of names, not of numbers gone wrong.
bool isHeader(std::string_view line) { return !number(nextWord(line)) && !number(nextWord(line)); }

}  // namespace

std::vector<Point> readReceivers(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path))
    throw Error(path.string(), "cannot be opened", "check that it exists and may be read");
  std::vector<Point> receivers;
  bool mayBeHeader = true;
  std::string line;
  for (int lineNumber = 1; std::getline(file, line); ++lineNumber) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos || line[first] == '#') continue;
    const std::optional<Point> receiver = parse(line);
    const bool header = !receiver && mayBeHeader && isHeader(line);
    mayBeHeader = false;
    if (header) continue;
    const std::string place = name + ", line " + std::to_string(lineNumber);
    if (!receiver) throw Error(place, "has no x and z", "write two numbers in km, \"1.25, 0.0\"");
    if (receivers.size() == kMostReceivers)
      throw Error(place, "there are more than a million receivers", "split the file");
    receivers.push_back(*receiver);
  }
  if (receivers.empty())
    throw Error(name, "holds no receivers", "write a line for each, x and z in km");
  return receivers;
}

}  // namespace isochron
