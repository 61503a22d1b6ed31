// SPDX-License-Identifier: GPL-3.0-or-later
#include "curves_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "curve_colours.h"
#include "value_ticker.h"

namespace isochron {
namespace {

constexpr int kTicks = 5;
constexpr double kPercent = 100.0;

QCPRange spanOf(const std::vector<ChartCurve>& curves, std::vector<double> ChartCurve::*values) {
  double least = std::numeric_limits<double>::infinity(), most = 0.0;
  for (const ChartCurve& curve : curves)
    for (const double value : curve.*values)
      if (value > 0.0 && std::isfinite(value)) {
        least = std::min(least, value);
        most = std::max(most, value);
      }
  if (most == 0.0) return {1e-3, 1.0};
  const double margin = std::max(1.2, std::pow(most / least, 0.05));
  return {least / margin, most * margin};
}

}  // namespace

CurvesChart::CurvesChart(const QString& yLabel, bool percent, QWidget* parent)
    : QCustomPlot(parent), positions_(spanOf({}, &ChartCurve::x)), values_(positions_) {
  setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  setNoAntialiasingOnDrag(true);
  setMinimumSize(260, 180);
  for (QCPAxis* axis : {xAxis, yAxis}) {
    axis->setScaleType(QCPAxis::stLogarithmic);
    axis->setTicker(QSharedPointer<QCPAxisTicker>(
        new ValueTicker(true, percent && axis == yAxis ? kPercent : 1.0, kTicks)));
  }
  yAxis->setLabel(yLabel);
  connect(this, &QCustomPlot::mouseDoubleClick, this, [this] {
    xAxis->setRange(positions_);
    yAxis->setRange(values_);
    replot();
  });
  applyColours();
}

void CurvesChart::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    applyColours();
    show(curves_, xAxis->label());
  }
  QCustomPlot::changeEvent(event);
}

void CurvesChart::applyColours() { applyPlotPalette(*this, {xAxis, yAxis}, palette(), font()); }

void CurvesChart::addCurve(const ChartCurve& curve) {
  const bool dark = palette().color(QPalette::Base).lightness() < 128;
  const QColor colour = curveColour(curve.colour, dark);
  QVector<double> x, y;
  for (std::size_t i = 0; i < curve.x.size(); ++i)
    if (curve.x[i] > 0.0 && curve.y[i] > 0.0) {
      x << curve.x[i];
      y << curve.y[i];
    }
  if (x.isEmpty()) return;
  QCPGraph* line = addGraph();
  line->setPen(QPen(colour, 1.8));
  line->setData(x, y);
  if (x.size() == 1) line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 7));
  if (!curve.isLevel) return;
  QCPGraph* level = addGraph();
  level->setPen(QPen(colour, 1.2, Qt::DashLine));
  level->setData({x.back(), positions_.upper}, {y.back(), y.back()});
}

void CurvesChart::show(const std::vector<ChartCurve>& curves, const QString& xLabel) {
  curves_ = curves;
  clearGraphs();
  xAxis->setLabel(xLabel);
  positions_ = spanOf(curves, &ChartCurve::x);
  values_ = spanOf(curves, &ChartCurve::y);
  for (const ChartCurve& curve : curves) addCurve(curve);
  xAxis->setRange(positions_);
  yAxis->setRange(values_);
  replot(QCustomPlot::rpQueuedReplot);
}

}  // namespace isochron
