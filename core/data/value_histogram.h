// SPDX-License-Identifier: GPL-3.0-or-later
// ValueHistogram: how often which velocities occur, without knowing their range beforehand.
#pragma once

#include <cstdint>
#include <vector>

#include "field/field.h"

namespace isochron {

/// Bars of equal width side by side.
struct HistogramBars {
  double first = 0.0;  // where the first bar begins
  double width = 0.0;
  std::vector<std::int64_t> counts;
};

/// Counts in bins whose width is a power of two and whose edges are its multiples; the width
/// doubles where the values reach too far for kMostBins. So histograms can be merged, and the
/// result does not depend on the order.
class ValueHistogram {
 public:
  static constexpr std::int64_t kMostBins = 4096;

  ValueHistogram() = default;
  /// Fine enough for values like these: hundreds of bins over their range.
  explicit ValueHistogram(const Array& like);

  /// All finite and positive.
  void add(const Array& values);
  void add(const ValueHistogram& other);

  std::int64_t total() const;
  double width() const;
  /// At most `most` bars, each of a power of two of bins.
  HistogramBars bars(int most) const;

 private:
  std::int64_t indexOf(double value) const;
  void coarsen();
  void reach(std::int64_t first, std::int64_t last);

  int exponent_ = -8;       // width = 2^exponent
  std::int64_t first_ = 0;  // of the first count
  std::vector<std::int64_t> counts_;
};

}  // namespace isochron
