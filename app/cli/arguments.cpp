// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "field/error.h"

namespace isochron::cli {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

[[noreturn]] void refuseCount(const std::string& option, const std::string& text,
                              std::size_t count) {
  throw Error(option, "'" + text + "' is not " + std::to_string(count) + " numbers",
              "put commas between them, without spaces");
}

/// Reads all of `text` as a number; false where anything else is in it.
template <typename Number>
bool parseWhole(const std::string& text, Number& number) {
  const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

double parseNumber(const std::string& option, const std::string& text) {
  double number = 0.0;
  if (!parseWhole(text, number) || !std::isfinite(number))
    throw Error(option, "'" + text + "' is not a finite number", "write it as 2.5 or 2.5e-3");
  return number;
}

double parseLength(const std::string& option, const std::string& text) {
  if (text.ends_with("km")) return parseNumber(option, trimmed(text.substr(0, text.size() - 2)));
  if (text.ends_with('m'))
    return parseNumber(option, trimmed(text.substr(0, text.size() - 1))) / 1000.0;
  return parseNumber(option, text);
}

}  // namespace

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string::npos;
       end = text.find(separator, begin)) {
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

std::vector<double> parseNumbers(const std::string& option, const std::string& text,
                                 std::size_t count) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != count) refuseCount(option, text, count);
  std::vector<double> numbers;
  for (const std::string& part : parts) numbers.push_back(parseNumber(option, part));
  return numbers;
}

std::vector<double> parseLengths(const std::string& option, const std::string& text,
                                 std::size_t count) {
  const std::vector<std::string> parts = split(text, ',');
  if (parts.size() != count) refuseCount(option, text, count);
  std::vector<double> lengths;
  for (const std::string& part : parts) lengths.push_back(parseLength(option, part));
  return lengths;
}

Point parsePoint(const std::string& option, const std::string& text) {
  const std::vector<double> lengths = parseLengths(option, text, 2);
  return {lengths[0], lengths[1]};
}

std::vector<Point> parsePoints(const std::string& option, const std::string& text) {
  std::vector<Point> points;
  for (const std::string& part : split(text, ';'))
    if (!part.empty()) points.push_back(parsePoint(option, part));
  if (points.empty()) throw Error(option, "there is no point in it", "give one as x,z in km");
  return points;
}

std::vector<long long> parseCounts(const std::string& option, const std::string& text,
                                   long long least) {
  std::vector<long long> counts;
  for (const std::string& part : split(text, ',')) {
    long long count = 0;
    if (!parseWhole(part, count) || count < least)
      throw Error(option,
                  "'" + part + "' is not a whole number of at least " + std::to_string(least),
                  "put commas between the numbers, without spaces");
    counts.push_back(count);
  }
  return counts;
}

NodeCounts parseSize(const std::string& option, const std::string& text) {
  const std::vector<long long> counts = parseCounts(option, text, 2);
  if (counts.size() != 2) refuseCount(option, text, 2);
  // A typing slip is more likely than a model of a gigabyte.
  constexpr long long kMost = 100'000'000;
  if (counts[0] > kMost / counts[1])
    throw Error(option, "'" + text + "' is more than a hundred million nodes", "ask for fewer");
  return {static_cast<int>(counts[0]), static_cast<int>(counts[1])};
}

void requireIndex(std::int64_t index, std::int64_t count) {
  if (index >= count)
    throw Error("--index", "there are " + std::to_string(count) + " models",
                "give --index from 0 to " + std::to_string(count - 1));
}

}  // namespace isochron::cli
