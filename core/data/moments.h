// SPDX-License-Identifier: GPL-3.0-or-later
// Moments: mean and variance of values that come in parts.
#pragma once

#include <algorithm>
#include <cmath>

#include "field/field.h"

namespace isochron {

/// Count, mean and sum of squared deviations; merged as in Chan, Golub and LeVeque (1983), since
/// sums of squares would lose the variance of values far from zero.
struct Moments {
  double count = 0.0;
  double mean = 0.0;
  double squares = 0.0;

  static Moments of(const Array& values) {
    const double mean = values.mean();
    return {static_cast<double>(values.size()), mean, (values - mean).square().sum()};
  }
  void add(const Moments& other) {
    if (other.count == 0.0) return;
    const double total = count + other.count, apart = other.mean - mean;
    squares += other.squares + apart * apart * count * other.count / total;
    mean += apart * other.count / total;
    count = total;
  }
  double deviation() const { return std::sqrt(squares / std::max(count, 1.0)); }
};

}  // namespace isochron
