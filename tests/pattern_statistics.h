// SPDX-License-Identifier: GPL-3.0-or-later
// What tells patterns of two phases apart: how much of each, how large, how sharp.
#pragma once

#include <algorithm>
#include <cmath>

#include "field/field.h"

namespace isochron::tests {

/// In a box of unit width and depth, whatever the nodes.
struct PatternStatistics {
  double fraction = 0.0;     // of the phase u > 0
  double correlation = 0.0;  // the least distance at which the two-point correlation of the phases,
                             // the mean along both axes, vanishes; 1 where it does not
  double border = 0.0;       // length of the border by counting crossings (Cauchy and Crofton)
  double sharpness = 0.0;    // half the area where |u| < tanh(1), per length of border: `edge` for
                             // tanh(d / edge), 0 for a jump
};

/// Of a field within [-1, 1].
inline PatternStatistics patternStatistics(const Array& u) {
  const Array phase = (u > 0.0).cast<double>();
  const Eigen::Index nz = u.rows(), nx = u.cols();
  PatternStatistics result;
  result.fraction = phase.mean();
  const Array deviation = phase - result.fraction;
  const double variance = deviation.square().mean();
  const auto correlation = [&](double distance) {
    const auto dx = static_cast<Eigen::Index>(std::lround(distance * static_cast<double>(nx)));
    const auto dz = static_cast<Eigen::Index>(std::lround(distance * static_cast<double>(nz)));
    return 0.5 *
           ((deviation.leftCols(nx - dx) * deviation.rightCols(nx - dx)).mean() +
            (deviation.topRows(nz - dz) * deviation.bottomRows(nz - dz)).mean()) /
           variance;
  };
  const double step = 1.0 / static_cast<double>(std::max(nx, nz));
  result.correlation = 1.0;
  double before = 1.0;
  for (double distance = step; distance < 0.5; distance += step) {
    const double here = correlation(distance);
    if (here <= 0.0) {
      result.correlation = distance - step + step * before / (before - here);
      break;
    }
    before = here;
  }
  const double acrossX = (phase.leftCols(nx - 1) - phase.rightCols(nx - 1)).abs().sum();
  const double acrossZ = (phase.topRows(nz - 1) - phase.bottomRows(nz - 1)).abs().sum();
  result.border = std::acos(-1.0) / 4.0 *
                  (acrossX / static_cast<double>(nz) + acrossZ / static_cast<double>(nx));
  const auto soft = static_cast<double>((u.abs() < std::tanh(1.0)).count());
  result.sharpness = 0.5 * soft / static_cast<double>(u.size()) / result.border;
  return result;
}

}  // namespace isochron::tests
