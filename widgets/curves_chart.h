// SPDX-License-Identifier: GPL-3.0-or-later
// CurvesChart: curves on two logarithmic axes, by QCustomPlot.
#pragma once

#include <QString>
#include <vector>

#include "plot_palette.h"

namespace isochron {

struct ChartCurve {
  std::vector<double> x, y;  // what is not positive is left out
  int colour = 0;            // of kCurveColours
  bool isLevel = false;      // one answer that stays: a dot, and a dashed line from there on
};

/// The axes span all curves; the mouse's wheel and drag zoom and shift, a double click goes back.
class CurvesChart : public QCustomPlot {
  Q_OBJECT
 public:
  /// `percent`: values along y are shares, labelled in percent.
  CurvesChart(const QString& yLabel, bool percent, QWidget* parent = nullptr);

  void show(const std::vector<ChartCurve>& curves, const QString& xLabel);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void addCurve(const ChartCurve& curve);
  void applyColours();

  std::vector<ChartCurve> curves_;
  QCPRange positions_, values_;  // of the curves, with margins
};

}  // namespace isochron
