// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/traveltime_errors.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isochron {

TraveltimeErrors traveltimeErrors(std::span<const float> times, std::span<const float> reference) {
  double misfit = 0.0, sum = 0.0, squaredMisfit = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double expected = reference[i];
    if (expected == 0.0) continue;
    const double difference = times[i] - expected;
    misfit += std::abs(difference);
    sum += expected;
    squaredMisfit += difference * difference;
    squares += expected * expected;
  }
  return {misfit / sum, std::sqrt(squaredMisfit / squares)};
}

ErrorSummary summarise(std::vector<double> errors) {
  if (errors.empty()) return {};
  std::sort(errors.begin(), errors.end());
  const auto percentile = [&](double part) {
    const double at = part * static_cast<double>(errors.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, errors.size() - 1);
    return std::lerp(errors[below], errors[above], at - static_cast<double>(below));
  };
  const double mean =
      std::accumulate(errors.begin(), errors.end(), 0.0) / static_cast<double>(errors.size());
  return {mean, percentile(0.5), percentile(0.95), errors.back()};
}

}  // namespace isochron
