// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/random_stream.h"

#include <cmath>
#include <numbers>

namespace isochron {
namespace {

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15;

/// SplitMix64's output function: every input bit flips each output bit with probability 1/2.
std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
  return bits ^ (bits >> 31);
}

}  // namespace

std::uint64_t RandomStream::next() {
  state_ += kGolden;
  return mixed(state_);
}

double RandomStream::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::pair<double, double> RandomStream::normalPair() {
  // 1 - uniform() lies in (0, 1], where the logarithm is finite.
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

std::uint64_t seedOf(std::uint64_t seed, std::int64_t i, std::int64_t j) {
  const std::uint64_t first =
      mixed(mixed(seed + kGolden) + kGolden * static_cast<std::uint64_t>(i));
  return mixed(first + kGolden + kGolden * static_cast<std::uint64_t>(j));
}

}  // namespace isochron
