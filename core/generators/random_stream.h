// SPDX-License-Identifier: GPL-3.0-or-later
// RandomStream: random numbers that are the same on every machine.
#pragma once

#include <cstdint>
#include <utility>

namespace isochron {

/// A stream of random numbers, fixed by its seed alone: SplitMix64 (Steele, Lea and Flood, 2014),
/// whose period of 2^64 is ample for drawing models. The standard library's distributions are
/// not used, because each implementation may draw other numbers from the same seed. Integers and
/// uniform numbers agree to the last bit everywhere, normal ones to the last bits of log and cos.
class RandomStream {
 public:
  explicit RandomStream(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();
  /// In [0, 1), 53 random bits.
  double uniform();
  /// In [low, high).
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Two independent standard normal numbers (Box and Muller, 1958).
  std::pair<double, double> normalPair();

 private:
  std::uint64_t state_;
};

/// A seed for item (i, j) of whatever `seed` stands for. Neighbouring items get unrelated streams,
/// so that items can be drawn in any order, or some of them left out.
std::uint64_t seedOf(std::uint64_t seed, std::int64_t i, std::int64_t j = 0);

}  // namespace isochron
