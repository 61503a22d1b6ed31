// SPDX-License-Identifier: GPL-3.0-or-later
// The choice of round tick values.
#include "axis_ticks.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

// Multiples of a step that differ from a bound by rounding alone still count as inside.
constexpr double kTolerance = 1e-9;

struct Step {
  double value;
  int divisions;  // minor intervals in a major one
};

Step niceStep(double range, int mostMajor) {
  const double power = std::pow(10.0, std::floor(std::log10(range / mostMajor)));
  for (const auto& [factor, divisions] : {Step{1, 5}, Step{2, 4}, Step{5, 5}}) {
    if (std::floor(range / (factor * power) + kTolerance) + 1 <= mostMajor) {
      return {factor * power, divisions};
    }
  }
  return {10 * power, 5};
}

std::vector<double> multiples(double step, double min, double max) {
  std::vector<double> values;
  const double first = std::ceil(min / step - kTolerance);
  const double last = std::floor(max / step + kTolerance);
  for (double i = first; i <= last; i += 1.0) values.push_back(i * step);
  return values;
}

}  // namespace

AxisTicks axisTicks(double min, double max, int mostMajor) {
  if (!std::isfinite(min) || !std::isfinite(max) || !(max > min)) return {};
  const Step step = niceStep(max - min, std::max(mostMajor, 1));
  AxisTicks ticks{step.value, multiples(step.value, min, max), {}};
  for (const double value : multiples(step.value / step.divisions, min, max)) {
    const double place = value / step.value;
    if (std::abs(place - std::round(place)) > 1e-6) ticks.minor.push_back(value);
  }
  return ticks;
}

int decimalsOf(double step) {
  if (!(step > 0.0)) return 0;
  for (int decimals = 0; decimals < 9; ++decimals) {
    const double scaled = step * std::pow(10.0, decimals);
    if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled) return decimals;
  }
  return 9;
}

QString tickText(double value, double step) {
  const int decimals = decimalsOf(step);
  QLocale locale;
  locale.setNumberOptions(QLocale::OmitGroupSeparator);
  const bool zero = std::round(std::abs(value) * std::pow(10.0, decimals)) == 0.0;
  QString text = locale.toString(std::abs(value), 'f', decimals);
  if (value < 0.0 && !zero) text.prepend(QChar(0x2212));
  return text;
}

}  // namespace isochron
