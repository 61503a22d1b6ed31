// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/raw_guess.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "formats/scalar.h"

namespace isochron {
namespace {

constexpr std::int64_t kSamples = 1 << 16;
constexpr std::int64_t kShortestRow = 8;
constexpr std::int64_t kWidest = 64;  // columns per row; there may be many more rows in a stack
constexpr double kRounding = 1e-6;    // relative: smaller steps are those of float32
const std::string kRemedy = "give its shape, number type and byte order";

/// The values of the file in one number type and byte order.
struct Candidate {
  ScalarType type;
  ByteOrder order;
  const std::byte* data;
  std::int64_t count;
  double at(std::int64_t i) const { return scalarDecoder(type, order)(data + i * sizeOf(type)); }
};

/// Sampled positions in [first, count), evenly spread; a prime number of them, so that they do
/// not fall into step with the rows.
template <typename Visit>
void visitSamples(std::int64_t first, std::int64_t count, Visit visit) {
  const std::int64_t span = count - first;
  const std::int64_t samples = std::min<std::int64_t>(span, kSamples - 15);  // 65521 is prime
  for (std::int64_t i = 0; i < samples; ++i) {
    const auto position = static_cast<std::int64_t>(
        static_cast<double>(i) * static_cast<double>(span) / static_cast<double>(samples));
    visit(first + std::min(position, span - 1));
  }
}

/// The fraction of samples that lie between two velocities in km/s, or in m/s, if more do so.
double fractionBetween(const Candidate& values, double low, double high) {
  std::int64_t total = 0, kilometres = 0, metres = 0;
  visitSamples(0, values.count, [&](std::int64_t i) {
    const double v = values.at(i);
    ++total;
    if (v >= low && v <= high) ++kilometres;
    if (v >= 1000 * low && v <= 1000 * high) ++metres;
  });
  return static_cast<double>(std::max(kilometres, metres)) / static_cast<double>(total);
}

/// How well the values could be velocities, 0 to 2. Not all need to: a NaN or a zero is reported
/// where it stands, when the model is read. The usual range decides where two number types are
/// possible: IBM floats of 1500 are IEEE floats of 222.
double plausibility(const Candidate& values) {
  constexpr double kNeeded = 0.9;
  const double possible = fractionBetween(values, 0.1, 12);
  return possible < kNeeded ? 0.0 : possible + fractionBetween(values, 1.0, 7.0);
}

std::optional<Candidate> plausibleValues(const FileBytes& file) {
  constexpr std::pair<ScalarType, ByteOrder> kTried[] = {
      {ScalarType::Float32, ByteOrder::Little}, {ScalarType::Float64, ByteOrder::Little},
      {ScalarType::Float32, ByteOrder::Big},    {ScalarType::Float64, ByteOrder::Big},
      {ScalarType::IbmFloat32, ByteOrder::Big}, {ScalarType::Int16, ByteOrder::Little},
      {ScalarType::Int16, ByteOrder::Big}};
  std::optional<Candidate> best;
  double bestScore = 0.0;
  for (const auto& [type, order] : kTried) {
    if (file.size() % sizeOf(type) != 0) continue;
    const Candidate values{type, order, file.bytes().data(), file.size() / sizeOf(type)};
    const double score = plausibility(values);
    if (score > bestScore) {
      best = values;
      bestScore = score;
    }
  }
  return best;
}

/// Mean square root of |a[i] - a[i-1] - a[i-row] + a[i-row-1]|: how unlike the steps in
/// neighbouring rows are. The jump from the end of a row to the next one's start agrees only for
/// the true length. The root keeps the few large jumps at the borders of bodies from deciding.
/// Over the values from `first` on, the same ones for every length.
double unlikeness(const Candidate& values, std::int64_t row, std::int64_t first) {
  double sum = 0;
  std::int64_t used = 0;
  visitSamples(first, values.count, [&](std::int64_t i) {
    const double value = values.at(i);
    const double d =
        std::abs(value - values.at(i - 1) - values.at(i - row) + values.at(i - row - 1));
    if (!std::isfinite(d)) return;
    if (d > kRounding * std::abs(value)) sum += std::sqrt(d);
    ++used;
  });
  return used == 0 ? HUGE_VAL : sum / static_cast<double>(used);
}

/// Row lengths that divide the count and make a usual rectangle, in increasing order.
std::vector<std::int64_t> rowLengths(std::int64_t count) {
  std::vector<std::int64_t> lengths;
  const auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(count)));
  for (std::int64_t i = 1; i <= root; ++i) {
    if (count % i != 0) continue;
    lengths.push_back(i);
    if (i != count / i) lengths.push_back(count / i);
  }
  std::erase_if(lengths, [count](std::int64_t length) {
    const std::int64_t rows = count / length;
    return length < kShortestRow || rows < kShortestRow || length > kWidest * rows;
  });
  std::sort(lengths.begin(), lengths.end());
  return lengths;
}

struct RowChoice {
  std::int64_t length;
  std::string reason;
};

/// The length of rows within which nothing changes, as in flat layers: all steps fall on its
/// multiples. Below kShortestRow where there are steps within rows, 0 where there are none.
std::int64_t constantRow(const Candidate& values) {
  constexpr std::int64_t kMostValues = std::int64_t{4} << 20;
  std::int64_t row = 0;
  for (std::int64_t i = 1; i < std::min(values.count, kMostValues); ++i) {
    const double value = values.at(i);
    if (std::abs(value - values.at(i - 1)) <= kRounding * std::abs(value)) continue;
    row = std::gcd(row, i);
    if (row < kShortestRow) break;
  }
  return row;
}

RowChoice squarestRow(const Candidate& values, const std::vector<std::int64_t>& lengths) {
  const auto squarest =
      std::min_element(lengths.begin(), lengths.end(), [&](std::int64_t a, std::int64_t b) {
        return std::abs(a - values.count / a) < std::abs(b - values.count / b);
      });
  return {*squarest, "it is the squarest rectangle and no other fits better"};
}

/// Twice the true length is often as good as the true one: a part of the best length that is
/// nearly as good comes first.
RowChoice chooseRow(const Candidate& values, const std::vector<std::int64_t>& lengths) {
  const std::int64_t flat = constantRow(values);
  if (flat == 0) return squarestRow(values, lengths);
  if (std::find(lengths.begin(), lengths.end(), flat) != lengths.end())
    return {flat, "nothing changes within rows of " + std::to_string(flat)};
  std::vector<double> scores;
  for (const std::int64_t length : lengths)
    scores.push_back(unlikeness(values, length, lengths.back() + 1));
  const auto best = std::min_element(scores.begin(), scores.end());
  const std::int64_t bestLength = lengths[static_cast<std::size_t>(best - scores.begin())];
  std::size_t i = 0;
  while (bestLength % lengths[i] != 0 || scores[i] > 1.03 * *best) ++i;
  return {lengths[i], "with rows of " + std::to_string(lengths[i]) +
                          " the steps in neighbouring rows agree best"};
}

/// Text before the numbers is a header, and what it says would be lost: velocities do not look like
/// so many letters.
void refuseHeader(const FileBytes& file) {
  constexpr std::size_t kTooMuchText = 32;
  constexpr std::size_t kLooked = 1 << 16;
  const std::string_view start = file.text(0, kLooked);
  const auto* const end = std::find_if(start.begin(), start.end(), [](char c) {
    return (c < ' ' || c > '~') && c != '\n' && c != '\r' && c != '\t';
  });
  const auto length = static_cast<std::size_t>(end - start.begin());
  if (length < kTooMuchText) return;
  throw file.error(
      "", "begins with " + std::to_string(length) + " bytes of text that is no known header",
      "give --raw-shape and --raw-header, or save the file in another format");
}

}  // namespace

RawGuess guessRawShape(const FileBytes& file) {
  refuseHeader(file);
  const auto values = plausibleValues(file);
  if (!values)
    throw file.error("", "has no known header, and its bytes are no velocities in any number type",
                     kRemedy);
  const auto lengths = rowLengths(values->count);
  if (lengths.empty())
    throw file.error(
        "", "has no header, and its " + std::to_string(values->count) + " values fill no rectangle",
        kRemedy);
  const auto [row, reason] = chooseRow(*values, lengths);
  const std::int64_t rows = values->count / row;
  RawGuess guess{{{rows, row}, values->type, values->order, 0}, ""};
  std::string kind;
  // Far more rows than any section has: a stack of models, square ones as in OpenFWI.
  if (rows > 16 * row && rows % row == 0) {
    guess.shape.shape = {rows / row, row, row};
    kind = ", a stack of square models";
  }
  guess.reason = toText(guess.shape.shape) + " " + toText(values->type) + ", " +
                 toText(values->order) + kind +
                 ", because the values are plausible velocities then and " + reason;
  return guess;
}

}  // namespace isochron
