// SPDX-License-Identifier: GPL-3.0-or-later
// ValueTicker: round ticks on a linear or a logarithmic axis, labelled as people write numbers.
#pragma once

#include <QString>
#include <vector>

#include "plot_palette.h"

namespace isochron {

/// Round values in [least, most] for a logarithmic axis, about as many as `wanted`: powers of ten,
/// with 2 and 5 times them where those are few, or equal steps where the axis spans less than that.
std::vector<double> logTicks(double least, double most, int wanted);

/// "0.02", "1,000", "3e-05": in the locale, times `factor`.
QString tickLabel(double value, double factor);

class ValueTicker : public QCPAxisTicker {
 public:
  /// Labels are values times `factor`: 100 for percent. Asking for `wanted` ticks.
  ValueTicker(bool logarithmic, double factor, int wanted);

 protected:
  QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
  QVector<double> createSubTickVector(int subTickCount, const QVector<double>& ticks) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar,
                       int precision) override;

 private:
  bool logarithmic_;
  double factor_;
  int wanted_;
};

}  // namespace isochron
