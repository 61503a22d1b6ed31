// SPDX-License-Identifier: GPL-3.0-or-later
// Quantiles of measurements.
#pragma once

#include <algorithm>
#include <vector>

namespace isochron::tests {

/// The value below which that part of all lies; 0 of none.
inline double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

}  // namespace isochron::tests
