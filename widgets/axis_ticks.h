// SPDX-License-Identifier: GPL-3.0-or-later
// Axis ticks: round values along an axis, and how to write them.
#pragma once

#include <QString>
#include <vector>

namespace isochron {

struct AxisTicks {
  double step = 0.0;
  std::vector<double> major;  // multiples of step inside the range
  std::vector<double> minor;  // between them, without labels
};

/// At most `mostMajor` (at least 1) major ticks at multiples of 1, 2 or 5 times a power of ten.
/// Nothing where the range is empty or not finite.
AxisTicks axisTicks(double min, double max, int mostMajor);

/// Decimals that tell multiples of `step` apart, at most 9.
int decimalsOf(double step);

/// The value with the decimals of `step` and a true minus sign; never "-0".
QString tickText(double value, double step);

}  // namespace isochron
