// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/array_statistics.h"

#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

constexpr std::int64_t kScannedValues = std::int64_t{4} << 20;
constexpr std::int64_t kPlanes = 8;   // sampled for the axes
constexpr std::int64_t kNodes = 300;  // sampled per axis of a plane

struct Mean {
  double sum = 0.0;
  std::int64_t count = 0;
  void add(double value) {
    if (!std::isfinite(value)) return;
    sum += value;
    ++count;
  }
  double value() const { return count == 0 ? 0.0 : sum / static_cast<double>(count); }
};

std::int64_t stepFor(std::int64_t length, std::int64_t samples) {
  return std::max<std::int64_t>(1, length / samples);
}

/// Sums up what AxisStatistics needs along one axis.
class AxisSampler {
 public:
  explicit AxisSampler(std::int64_t length) : length_(length) {}

  void add(std::int64_t position, double value, double next) {
    step_.add(std::abs(next - value));
    if (3 * position < length_) first_.add(value);
    if (3 * position >= 2 * length_) last_.add(value);
    if (!std::isfinite(value)) return;
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }

  AxisStatistics result() const {
    const double range = max_ - min_;
    const double growth = range > 0 ? (last_.value() - first_.value()) / range : 0.0;
    return {length_, growth, step_.value()};
  }

 private:
  std::int64_t length_;
  Mean step_, first_, last_;
  double min_ = HUGE_VAL, max_ = -HUGE_VAL;
};

}  // namespace

ValueStatistics valueStatistics(const PlaneView& view) {
  ValueStatistics statistics;
  bool zero = false, one = false, other = false;
  double min = HUGE_VAL, max = -HUGE_VAL;
  std::int64_t scanned = 0;
  for (std::int64_t p = 0; p < view.planes() && scanned < kScannedValues; ++p) {
    const std::byte* plane = view.plane(p);
    for (std::int64_t i = 0; i < view.rows(); ++i)
      for (std::int64_t j = 0; j < view.columns(); ++j) {
        const double v = view.at(plane, i, j);
        if (!std::isfinite(v)) {
          other = true;
          continue;
        }
        min = std::min(min, v);
        max = std::max(max, v);
        (v == 0 ? zero : v == 1 ? one : other) = true;
      }
    scanned += view.rows() * view.columns();
  }
  statistics.anyFinite = min <= max;
  if (statistics.anyFinite) {
    statistics.min = min;
    statistics.max = max;
  }
  statistics.binary = zero && one && !other;
  return statistics;
}

PlaneStatistics planeStatistics(const PlaneView& view) {
  AxisSampler rows(view.rows()), columns(view.columns());
  const std::int64_t rowStep = stepFor(view.rows(), kNodes);
  const std::int64_t columnStep = stepFor(view.columns(), kNodes);
  for (std::int64_t p = 0; p < view.planes(); p += stepFor(view.planes(), kPlanes)) {
    const std::byte* plane = view.plane(p);
    for (std::int64_t i = 0; i + 1 < view.rows(); i += rowStep)
      for (std::int64_t j = 0; j + 1 < view.columns(); j += columnStep) {
        const double value = view.at(plane, i, j);
        rows.add(i, value, view.at(plane, i + 1, j));
        columns.add(j, value, view.at(plane, i, j + 1));
      }
  }
  return {rows.result(), columns.result()};
}

double planeContinuity(const PlaneView& view, double equal) {
  if (view.planes() < 8) return 1.0;
  Mean near, far;
  const std::int64_t half = view.planes() / 2;
  const std::int64_t rowStep = stepFor(view.rows(), 24);
  const std::int64_t columnStep = stepFor(view.columns(), 24);
  for (std::int64_t p = 0; p < half; p += stepFor(half, 32))
    for (std::int64_t i = 0; i < view.rows(); i += rowStep)
      for (std::int64_t j = 0; j < view.columns(); j += columnStep) {
        const double value = view.at(p, i, j);
        near.add(std::abs(view.at(p + 1, i, j) - value));
        far.add(std::abs(view.at(p + half, i, j) - value));
      }
  return far.value() > 0 ? near.value() / far.value() : equal;
}

}  // namespace isochron
