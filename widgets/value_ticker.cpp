// SPDX-License-Identifier: GPL-3.0-or-later
#include "value_ticker.h"

#include <cmath>

#include "axis_ticks.h"

namespace isochron {
namespace {

std::vector<double> inDecades(double least, double most, const std::vector<double>& mantissas,
                              int stride) {
  std::vector<double> ticks;
  const int first = static_cast<int>(std::floor(std::log10(least)));
  const int last = static_cast<int>(std::floor(std::log10(most)));
  for (int decade = first; decade <= last; ++decade) {
    if (decade % stride != 0) continue;
    for (const double mantissa : mantissas) {
      const double tick = mantissa * std::pow(10.0, decade);
      if (tick >= least && tick <= most) ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace

std::vector<double> logTicks(double least, double most, int wanted) {
  if (!(least > 0.0 && most > least)) return {};
  const double decades = std::log10(most / least);
  if (decades < 0.7) return axisTicks(least, most, wanted).major;
  std::vector<double> ticks = inDecades(least, most, {1.0, 2.0, 5.0}, 1);
  if (static_cast<int>(ticks.size()) <= wanted + 1) return ticks;
  for (int stride = 1;; ++stride) {
    ticks = inDecades(least, most, {1.0}, stride);
    if (static_cast<int>(ticks.size()) <= wanted + 1) return ticks;
  }
}

QString tickLabel(double value, double factor) {
  constexpr int kDigits = 6;  // hides what rounding leaves: 0.30000000000000004
  return QLocale().toString(factor * value, 'g', kDigits);
}

ValueTicker::ValueTicker(bool logarithmic, double factor, int wanted)
    : logarithmic_(logarithmic), factor_(factor), wanted_(wanted) {
  setTickCount(wanted);
}

QVector<double> ValueTicker::createTickVector(double tickStep, const QCPRange& range) {
  if (!logarithmic_) return QCPAxisTicker::createTickVector(tickStep, range);
  const std::vector<double> ticks = logTicks(range.lower, range.upper, wanted_);
  return {ticks.begin(), ticks.end()};
}

QVector<double> ValueTicker::createSubTickVector(int subTickCount, const QVector<double>& ticks) {
  if (!logarithmic_) return QCPAxisTicker::createSubTickVector(subTickCount, ticks);
  return {};
}

QString ValueTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return tickLabel(tick, factor_);
}

}  // namespace isochron
