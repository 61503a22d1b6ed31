// SPDX-License-Identifier: GPL-3.0-or-later
#include "loss_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "curve_colours.h"
#include "value_ticker.h"

namespace isochron {
namespace {

constexpr int kGhostAlpha = 95, kGhostAlphaOnDark = 150;

struct Span {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
};

Span unionOf(const std::vector<QCPRange>& ranges) {
  Span all;
  for (const QCPRange& range : ranges) {
    all.least = std::min(all.least, range.lower);
    all.most = std::max(all.most, range.upper);
  }
  return all;
}

QVector<double> toQt(const std::vector<double>& values) { return {values.begin(), values.end()}; }

/// QCustomPlot breaks lines at NaN; values that a logarithm does not have are such.
QVector<double> drawable(const std::vector<double>& values, bool logarithmic) {
  QVector<double> result = toQt(values);
  for (double& v : result)
    if (!std::isfinite(v) || (logarithmic && v <= 0.0))
      v = std::numeric_limits<double>::quiet_NaN();
  return result;
}

}  // namespace

const std::vector<double>& drawnValues(const LossCurve& curve, const LossView& view) {
  return view.weighted && !curve.weighted.empty() ? curve.weighted : curve.values;
}

LossChart::LossChart(QWidget* parent)
    : QCustomPlot(parent),
      errors_(yAxis2),
      rates_(axisRect()->addAxis(QCPAxis::atRight)),
      cursor_(new QCPItemLine(this)) {
  setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  setNoAntialiasingOnDrag(true);
  setMinimumSize(160, 90);
  axisRect()->setRangeZoomAxes({xAxis}, {yAxis, errors_});
  axisRect()->setRangeDragAxes({xAxis}, {yAxis, errors_});
  rates_->setScaleType(QCPAxis::stLogarithmic);
  for (QCPAxis* axis : {errors_, rates_}) axis->grid()->setVisible(false);
  cursor_->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
  cursor_->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
  cursor_->setVisible(false);
  connect(this, &QCustomPlot::mouseWheel, this, [this] { following_ = false; });
  connect(this, &QCustomPlot::mouseMove, this, [this](const QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) following_ = false;
  });
  applyPalette(palette());
}

QColor LossChart::colourOf(const LossCurve& curve) const {
  return curveColour(curve.colour, dark_);
}

void LossChart::applyPalette(const QPalette& palette) {
  dark_ = palette.color(QPalette::Base).lightness() < 128;
  applyPlotPalette(*this, {xAxis, yAxis, errors_, rates_}, palette, font());
  cursor_->setPen(QPen(faintText(palette), 1));
}

QPen LossChart::penOf(const LossCurve& curve, bool ghost) const {
  QColor colour = colourOf(curve);
  if (ghost) colour.setAlpha(dark_ ? kGhostAlphaOnDark : kGhostAlpha);
  QPen pen(colour, ghost ? 1.0 : curve.kind == LossCurve::Kind::Error ? 2.4 : 1.5);
  if (curve.kind == LossCurve::Kind::Rate) pen.setStyle(Qt::DashLine);
  return pen;
}

void LossChart::draw(const LossRun& run, const LossView& view, bool ghost) {
  const QVector<double> at = toQt(view.seconds ? run.seconds : run.steps);
  for (const LossCurve& curve : run.curves) {
    if (curve.kind == LossCurve::Kind::Unplotted) continue;
    QCPAxis* axis = axisOf(curve.kind);
    QCPGraph* line = addGraph(xAxis, axis);
    const bool logarithmic = axis->scaleType() == QCPAxis::stLogarithmic;
    line->setPen(penOf(curve, ghost));
    line->setData(at, drawable(drawnValues(curve, view), logarithmic), true);
    const auto hidden = view.hidden.find(curve.name);
    line->setVisible(hidden == view.hidden.end() || !hidden->second);
    // One record has no line yet.
    if (at.size() == 1) line->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, 5));
    if (!ghost) drawn_.push_back({curve.name, colourOf(curve), line});
  }
}

void LossChart::show(const LossRun& run, const std::vector<LossRun>& ghosts, const LossView& view) {
  for (QCPItemTracer* dot : dots_) removeItem(dot);
  dots_.clear();
  drawn_.clear();
  clearGraphs();
  prepareAxes(view);
  for (const LossRun& ghost : ghosts) draw(ghost, view, true);
  draw(run, view, false);
  if (following_) scaleAxes();
  replot(QCustomPlot::rpQueuedReplot);
}

QCPAxis* LossChart::axisOf(LossCurve::Kind kind) const {
  if (kind == LossCurve::Kind::Error) return errors_;
  return kind == LossCurve::Kind::Rate ? rates_ : yAxis;
}

void LossChart::prepareAxes(const LossView& view) {
  constexpr double kPercent = 100.0;
  const auto ticker = [](bool logarithmic, double factor) {
    constexpr int kTicks = 5;
    return QSharedPointer<QCPAxisTicker>(new ValueTicker(logarithmic, factor, kTicks));
  };
  for (QCPAxis* axis : {yAxis, errors_}) {
    axis->setScaleType(view.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    axis->setTicker(ticker(view.logarithmic, axis == errors_ ? kPercent : 1.0));
  }
  rates_->setTicker(ticker(true, 1.0));
  xAxis->setTicker(ticker(false, 1.0));
  xAxis->setLabel(view.seconds ? LossPlot::tr("seconds of training") : LossPlot::tr("steps"));
  yAxis->setLabel(view.weighted ? LossPlot::tr("weighted loss") : LossPlot::tr("loss"));
  errors_->setLabel(LossPlot::tr("error [%]"));
  rates_->setLabel(LossPlot::tr("learning rate"));
}

void LossChart::fit(QCPAxis* axis, const std::vector<QCPRange>& ranges) {
  const bool logarithmic = axis->scaleType() == QCPAxis::stLogarithmic;
  auto [least, most] = unionOf(ranges);
  if (!(least <= most)) {
    least = logarithmic ? 1e-3 : 0.0;
    most = 1.0;
  }
  if (logarithmic) {
    const double margin = std::max(1.15, std::pow(most / least, 0.05));
    axis->setRange(least / margin, most * margin);
    return;
  }
  const double span = most - least;
  const double margin = span > 0.0 ? 0.04 * span : std::max(0.5 * std::abs(most), 0.5);
  axis->setRange(axis == xAxis ? least : least - margin, most + margin);
}

void LossChart::scaleAxes() {
  std::vector<QCPRange> at;
  std::map<const QCPAxis*, std::vector<QCPRange>> values;
  for (int i = 0; i < graphCount(); ++i) {
    const QCPGraph* line = graph(i);
    if (!line->visible()) continue;
    bool found = false;
    const QCPRange keys = line->getKeyRange(found);
    if (found) at.push_back(keys);
    const QCPRange range = line->getValueRange(found);
    if (found) values[line->valueAxis()].push_back(range);
  }
  if (!at.empty()) at.push_back({0.0, 0.0});
  fit(xAxis, at);
  for (QCPAxis* axis : {yAxis, errors_, rates_}) {
    fit(axis, values[axis]);
    axis->setVisible(!values[axis].empty() || axis == yAxis);
  }
}

void LossChart::markRecord(std::optional<std::size_t> record) {
  for (QCPItemTracer* dot : dots_) removeItem(dot);
  dots_.clear();
  cursor_->setVisible(false);
  for (const Drawn& drawn : drawn_) {
    const auto samples = drawn.graph->data();
    if (!record || !drawn.graph->visible() || static_cast<int>(*record) >= samples->size())
      continue;
    const auto point = samples->constBegin() + static_cast<int>(*record);
    cursor_->start->setCoords(point->key, 0.0);
    cursor_->end->setCoords(point->key, 1.0);
    cursor_->setVisible(true);
    if (std::isnan(point->value)) continue;
    auto* dot = new QCPItemTracer(this);
    dot->setGraph(drawn.graph);
    dot->setGraphKey(point->key);
    dot->setStyle(QCPItemTracer::tsCircle);
    dot->setSize(7);
    dot->setPen(QPen(drawn.colour, 1.5));
    dots_.push_back(dot);
  }
  replot(QCustomPlot::rpQueuedReplot);
}

std::optional<double> LossChart::abscissaAt(QPointF pixel) const {
  if (!axisRect()->rect().contains(pixel.toPoint())) return std::nullopt;
  return xAxis->pixelToCoord(pixel.x());
}

std::optional<QPoint> LossChart::pixelOf(const QString& curve, int record) {
  replot();  // what is queued decides where the axes lie
  for (const Drawn& drawn : drawn_) {
    if (drawn.curve != curve || record < 0 || record >= drawn.graph->data()->size()) continue;
    const auto point = drawn.graph->data()->constBegin() + record;
    if (std::isnan(point->value)) return std::nullopt;
    return drawn.graph->coordsToPixels(point->key, point->value).toPoint();
  }
  return std::nullopt;
}

}  // namespace isochron
