// SPDX-License-Identifier: GPL-3.0-or-later
#include "latent_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mark_names.h"

namespace isochron {
namespace {

constexpr double kRadius = 3.6;  // of a point, logical pixels
constexpr double kReach = 10.0;  // of the pointer
constexpr double kMarkSize = 7.0;
constexpr double kMargin = 0.06;  // of the axes, about the points
constexpr int kLegendWidth = 12;

QPolygonF star(QPointF centre, double radius) {
  QPolygonF points;
  constexpr int kCorners = 10;
  for (int i = 0; i < kCorners; ++i) {
    const double angle = 2.0 * M_PI * i / kCorners - M_PI / 2.0;
    const double r = i % 2 == 0 ? radius : 0.45 * radius;
    points << centre + r * QPointF(std::cos(angle), std::sin(angle));
  }
  return points;
}

bool isFinite(const MapPoint& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

/// Lowest to highest with a margin; about a single value a whole unit.
QCPRange padded(double least, double most) {
  if (!(least <= most)) return {-1.0, 1.0};
  const double margin = most > least ? kMargin * (most - least) : 0.5;
  return {least - margin, most + margin};
}

}  // namespace

/// All that lies between the axes, in one layer.
class LatentChart::Picture : public QCPLayerable {
 public:
  explicit Picture(LatentChart* chart)
      : QCPLayerable(chart, QStringLiteral("main")), chart_(*chart) {}

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override {
    painter->setAntialiasing(true);
  }
  QRect clipRect() const override { return chart_.axisRect()->rect(); }
  void draw(QCPPainter* painter) override {
    if (chart_.points_.empty() && !chart_.emptyText_.isEmpty()) {
      painter->setPen(chart_.xAxis->labelColor());
      painter->drawText(clipRect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                        chart_.emptyText_);
    }
    chart_.drawPoints(*painter);
    chart_.drawWalk(*painter);
    chart_.drawMarks(*painter);
  }

 private:
  LatentChart& chart_;
};

LatentChart::LatentChart(QWidget* parent)
    : QCustomPlot(parent), table_(colourTable(colouring_.map)), legend_(new QCPColorScale(this)) {
  setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  setMinimumSize(160, 120);
  setFocusPolicy(Qt::NoFocus);
  new Picture(this);
  plotLayout()->addElement(0, 1, legend_);
  legend_->setType(QCPAxis::atRight);
  legend_->setBarWidth(kLegendWidth);
  legend_->setRangeDrag(false);
  legend_->setRangeZoom(false);
  auto* margins = new QCPMarginGroup(this);
  axisRect()->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
  legend_->setMarginGroup(QCP::msBottom | QCP::msTop, margins);
  legend_->setVisible(false);
  connect(this, &QCustomPlot::mouseWheel, this, [this] { following_ = false; });
  connect(this, &QCustomPlot::mouseMove, this, [this](const QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) following_ = false;
  });
  applyPalette(palette());
  fit();
}

void LatentChart::applyPalette(const QPalette& palette) {
  applyPlotPalette(*this, {xAxis, yAxis, legend_->axis()}, palette, font());
  redraw();
}

void LatentChart::setPoints(std::vector<MapPoint> points) {
  points_ = std::move(points);
  const auto inside = [this](std::optional<int> index) {
    return index && *index >= 0 && *index < static_cast<int>(points_.size());
  };
  if (!inside(hovered_)) hovered_.reset();
  if (!inside(chosen_)) chosen_.reset();
  legend_->setVisible(!points_.empty());
  fit();
}

void LatentChart::setTitles(const QString& across, const QString& up) {
  xAxis->setLabel(across);
  yAxis->setLabel(up);
  redraw();
}

void LatentChart::setColouring(const Colouring& colouring, const QString& title) {
  colouring_ = colouring;
  table_ = colourTable(colouring.map, colouring.inverted);
  QCPColorGradient gradient;
  gradient.clearColorStops();
  constexpr int kStops = 32;
  for (int i = 0; i <= kStops; ++i) {
    const double place = static_cast<double>(i) / kStops;
    gradient.setColorStopAt(place, colourAt(table_, place));
  }
  legend_->setGradient(gradient);
  legend_->setDataRange({colouring.min, colouring.max});
  legend_->setLabel(title);
  redraw();
}

void LatentChart::setChosen(std::optional<int> index) {
  chosen_ = index;
  redraw();
}

void LatentChart::setHovered(std::optional<int> index) {
  if (hovered_ == index) return;
  hovered_ = index;
  redraw();
}

void LatentChart::setMarks(std::vector<MapMark> marks) {
  marks_ = std::move(marks);
  fit();
}

void LatentChart::setPath(std::vector<QPointF> path, std::optional<QPointF> place) {
  path_ = std::move(path);
  place_ = place;
  redraw();
}

void LatentChart::setEmptyText(const QString& text) {
  emptyText_ = text;
  redraw();
}

void LatentChart::fit() {
  if (following_) {
    double left = std::numeric_limits<double>::infinity(), right = -left, low = left, high = -left;
    const auto take = [&](double x, double y) {
      left = std::min(left, x), right = std::max(right, x);
      low = std::min(low, y), high = std::max(high, y);
    };
    for (const MapPoint& point : points_)
      if (isFinite(point)) take(point.x, point.y);
    for (const MapMark& mark : marks_) take(mark.x, mark.y);
    xAxis->setRange(padded(left, right));
    yAxis->setRange(padded(low, high));
  }
  redraw();
}

void LatentChart::zoomAboutMiddle(double factor) {
  following_ = false;
  xAxis->scaleRange(1.0 / factor);
  yAxis->scaleRange(1.0 / factor);
  redraw();
}

void LatentChart::redraw() { replot(QCustomPlot::rpQueuedReplot); }

QPointF LatentChart::toPixel(double x, double y) const {
  return {xAxis->coordToPixel(x), yAxis->coordToPixel(y)};
}

bool LatentChart::isInside(QPointF pixel) const {
  return axisRect()->rect().contains(pixel.toPoint());
}

std::optional<int> LatentChart::pointAt(QPointF pixel) const {
  if (!isInside(pixel)) return std::nullopt;
  std::optional<int> nearest;
  double least = kReach * kReach;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (!isFinite(points_[i])) continue;
    const QPointF way = toPixel(points_[i].x, points_[i].y) - pixel;
    const double squared = QPointF::dotProduct(way, way);
    if (squared > least) continue;
    least = squared;
    nearest = static_cast<int>(i);
  }
  return nearest;
}

// --- drawing -----------------------------------------------------------------------------------

QColor LatentChart::colourOf(double value) const {
  const double span = colouring_.max - colouring_.min;
  return colourAt(table_, span > 0.0 ? (value - colouring_.min) / span : 0.5);
}

void LatentChart::drawRing(QCPPainter& painter, int index, double radius, const QPen& pen) const {
  const MapPoint& point = points_[static_cast<std::size_t>(index)];
  painter.setPen(pen);
  painter.drawEllipse(toPixel(point.x, point.y), radius, radius);
}

void LatentChart::drawPoints(QCPPainter& painter) const {
  const QRectF seen = QRectF(axisRect()->rect()).adjusted(-kRadius, -kRadius, kRadius, kRadius);
  // A rim keeps apart what lies close, and what has the ground's own lightness.
  QColor rim = palette().color(QPalette::Text);
  rim.setAlpha(110);
  painter.setPen(QPen(rim, 0.6));
  for (const MapPoint& point : points_) {
    const QPointF centre = toPixel(point.x, point.y);
    if (!isFinite(point) || !seen.contains(centre)) continue;
    painter.setBrush(colourOf(point.value));
    painter.drawEllipse(centre, kRadius, kRadius);
  }
  painter.setBrush(Qt::NoBrush);
  if (hovered_) drawRing(painter, *hovered_, 6.5, QPen(palette().color(QPalette::Text), 1.2));
  if (!chosen_) return;
  drawRing(painter, *chosen_, 7.5, QPen(palette().color(QPalette::Base), 4.0));
  drawRing(painter, *chosen_, 7.5, QPen(palette().color(QPalette::Highlight), 2.2));
}

void LatentChart::drawWalk(QCPPainter& painter) const {
  if (path_.size() > 1) {
    QPolygonF line;
    for (const QPointF& p : path_) line << toPixel(p.x(), p.y());
    painter.setPen(QPen(palette().color(QPalette::Base), 3.5));
    painter.drawPolyline(line);
    painter.setPen(QPen(palette().color(QPalette::Text), 1.4, Qt::DashLine));
    painter.drawPolyline(line);
  }
  if (!place_) return;
  const QPointF at = toPixel(place_->x(), place_->y());
  painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
  painter.setBrush(palette().color(QPalette::Text));
  painter.drawPolygon(QPolygonF(
      {at + QPointF(0, -6.5), at + QPointF(6.5, 0), at + QPointF(0, 6.5), at + QPointF(-6.5, 0)}));
  painter.setBrush(Qt::NoBrush);
}

void LatentChart::drawMarks(QCPPainter& painter) const {
  const QColor red(0xE6, 0x3A, 0x2E);  // of the source in all our pictures
  for (const MapMark& mark : marks_) {
    const QPointF at = toPixel(mark.x, mark.y);
    painter.setPen(QPen(palette().color(QPalette::Base), 1.5));
    if (mark.shape == MapMark::Shape::Star) {
      painter.setBrush(red);
      painter.drawPolygon(star(at, kMarkSize + 1.5));
    } else {
      painter.setBrush(palette().color(QPalette::Highlight));
      painter.drawEllipse(at, kMarkSize - 1.5, kMarkSize - 1.5);
    }
    painter.setBrush(Qt::NoBrush);
  }
  drawNames(painter);
}

void LatentChart::drawNames(QCPPainter& painter) const {
  const QFontMetricsF metrics(font());
  std::vector<NamedMark> named;
  for (const MapMark& mark : marks_)
    named.push_back({toPixel(mark.x, mark.y),
                     QSizeF(metrics.horizontalAdvance(mark.name), metrics.capHeight() + 2.0)});
  const std::vector<QRectF> places = placeNames(named, axisRect()->rect(), kMarkSize + 4.0);
  for (std::size_t i = 0; i < marks_.size(); ++i) drawName(painter, places[i], marks_[i].name);
}

void LatentChart::drawName(QCPPainter& painter, const QRectF& place, const QString& name) const {
  if (name.isEmpty()) return;
  QPainterPath path;
  path.addText(place.bottomLeft() - QPointF(0, 1), font(), name);
  painter.setPen(
      QPen(palette().color(QPalette::Base), 3.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(path);
  painter.setPen(Qt::NoPen);
  painter.setBrush(palette().color(QPalette::Text));
  painter.drawPath(path);
  painter.setBrush(Qt::NoBrush);
}

}  // namespace isochron
