// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/value_histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isochron {
namespace {

constexpr double kFineBins = 512.0;

/// Towards minus infinity, where integer division goes towards zero.
std::int64_t halved(std::int64_t index) { return index >> 1; }

}  // namespace

ValueHistogram::ValueHistogram(const Array& like) {
  const double most = like.maxCoeff(), range = most - like.minCoeff();
  // Below a millionth of a millionth, differences are those of rounding.
  const double width = std::max(range / kFineBins, 1e-12 * most);
  exponent_ = static_cast<int>(std::ceil(std::log2(width)));
}

std::int64_t ValueHistogram::indexOf(double value) const {
  return static_cast<std::int64_t>(std::floor(std::ldexp(value, -exponent_)));
}

double ValueHistogram::width() const { return std::ldexp(1.0, exponent_); }

std::int64_t ValueHistogram::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0});
}

void ValueHistogram::add(const Array& values) {
  const double least = values.minCoeff(), most = values.maxCoeff();
  // A far value must not ask for an index that no integer holds, nor for as many bins.
  constexpr double kLargestIndex = 9e15;
  while (std::ldexp(most - least, -exponent_) > static_cast<double>(kMostBins) ||
         std::ldexp(most, -exponent_) > kLargestIndex)
    coarsen();
  reach(indexOf(least), indexOf(most));
  const double perWidth = std::ldexp(1.0, -exponent_);
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    const auto index = static_cast<std::int64_t>(std::floor(values.data()[i] * perWidth));
    ++counts_[static_cast<std::size_t>(index - first_)];
  }
}

void ValueHistogram::add(const ValueHistogram& other) {
  if (other.counts_.empty()) return;
  ValueHistogram same = other;
  while (exponent_ < same.exponent_) coarsen();
  while (same.exponent_ < exponent_) same.coarsen();
  const auto last = [&same] { return same.first_ + std::ssize(same.counts_) - 1; };
  reach(same.first_, last());
  while (same.exponent_ < exponent_) same.coarsen();
  for (std::size_t i = 0; i < same.counts_.size(); ++i)
    counts_[static_cast<std::size_t>(same.first_ - first_) + i] += same.counts_[i];
}

void ValueHistogram::coarsen() {
  ++exponent_;
  if (counts_.empty()) return;
  const std::int64_t first = halved(first_);
  const std::int64_t last = halved(first_ + std::ssize(counts_) - 1);
  std::vector<std::int64_t> coarse(static_cast<std::size_t>(last - first + 1), 0);
  for (std::size_t i = 0; i < counts_.size(); ++i)
    coarse[static_cast<std::size_t>(halved(first_ + static_cast<std::int64_t>(i)) - first)] +=
        counts_[i];
  first_ = first;
  counts_ = std::move(coarse);
}

void ValueHistogram::reach(std::int64_t first, std::int64_t last) {
  if (!counts_.empty()) {
    first = std::min(first, first_);
    last = std::max(last, first_ + std::ssize(counts_) - 1);
  }
  while (last - first + 1 > kMostBins) {
    coarsen();
    first = halved(first);
    last = halved(last);
  }
  const auto size = static_cast<std::size_t>(last - first + 1);
  if (counts_.empty()) {
    counts_.assign(size, 0);
  } else {
    counts_.insert(counts_.begin(), static_cast<std::size_t>(first_ - first), 0);
    counts_.resize(size, 0);
  }
  first_ = first;
}

HistogramBars ValueHistogram::bars(int most) const {
  ValueHistogram coarse = *this;
  while (std::ssize(coarse.counts_) > most) coarse.coarsen();
  return {static_cast<double>(coarse.first_) * coarse.width(), coarse.width(), coarse.counts_};
}

}  // namespace isochron
