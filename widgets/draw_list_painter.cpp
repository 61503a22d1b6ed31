// SPDX-License-Identifier: GPL-3.0-or-later
// QPainter's side of a DrawList.
#include "draw_list_painter.h"

#include <QFontMetricsF>
#include <QPainterPath>
#include <QPolygonF>
#include <QTransform>
#include <algorithm>

namespace isochron {
namespace {

constexpr double kHaloWidth = 0.25;  // of the font's size, both sides together

// Where the baseline begins when the text is aligned about (0, 0). The height of capitals, not
// of the whole font, decides the middle: figures have no descenders.
QPointF baselineStart(const Text& text, const QFontMetricsF& metrics) {
  const double width = metrics.horizontalAdvance(text.text);
  double x = -0.5 * width;
  if (text.alignment & Qt::AlignLeft) x = 0.0;
  if (text.alignment & Qt::AlignRight) x = -width;
  double y = 0.5 * metrics.capHeight();
  if (text.alignment & Qt::AlignTop) y = metrics.ascent();
  if (text.alignment & Qt::AlignBottom) y = -metrics.descent();
  return {x, y};
}

QPen strokePen(const QColor& colour, double width) {
  return QPen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin);
}

void paintLines(QPainter& painter, const Shape& shape) {
  std::size_t begin = 0;
  for (const std::size_t end : shape.lines.ends) {
    const QPointF* points = shape.lines.points.data() + begin;
    const int count = static_cast<int>(end - begin);
    if (shape.closed) {
      painter.drawPolygon(points, count);
    } else {
      painter.drawPolyline(points, count);
    }
    begin = end;
  }
}

void paintShape(QPainter& painter, const Shape& shape) {
  if (shape.casing.alpha() > 0) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(strokePen(shape.casing, shape.casingWidth));
    paintLines(painter, shape);
  }
  painter.setBrush(shape.fill.alpha() > 0 ? QBrush(shape.fill) : QBrush(Qt::NoBrush));
  painter.setPen(shape.stroke.alpha() > 0 ? strokePen(shape.stroke, shape.width) : QPen(Qt::NoPen));
  paintLines(painter, shape);
}

}  // namespace

QFont figureFont(double size) {
  QFont font(QStringLiteral("DejaVu Sans"));
  font.setStyleHint(QFont::SansSerif);
  font.setPixelSize(std::max(1, static_cast<int>(size + 0.5)));
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

double textWidth(const QString& text, double size) {
  return QFontMetricsF(figureFont(size)).horizontalAdvance(text);
}

QRectF textBounds(const Text& text) {
  const QFontMetricsF metrics(figureFont(text.size));
  const QPointF start = baselineStart(text, metrics);
  const double halo = text.halo.alpha() > 0 ? 0.5 * kHaloWidth * text.size : 0.0;
  const QRectF upright(start.x(), start.y() - metrics.ascent(),
                       metrics.horizontalAdvance(text.text), metrics.height());
  return QTransform().rotate(text.angle).mapRect(upright.adjusted(-halo, -halo, halo, halo));
}

void paintText(QPainter& painter, const Text& text) {
  const QFont font = figureFont(text.size);
  const QPointF start = baselineStart(text, QFontMetricsF(font));
  painter.save();
  painter.translate(text.anchor);
  painter.rotate(text.angle);
  if (text.halo.alpha() > 0) {
    QPainterPath path;
    path.addText(start, font, text.text);
    painter.strokePath(
        path, QPen(text.halo, kHaloWidth * text.size, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  }
  painter.setFont(font);
  painter.setPen(text.colour);
  painter.drawText(start, text.text);
  painter.restore();
}

void paintDrawList(QPainter& painter, const DrawList& list) {
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  for (const PlacedImage& placed : list.images) {
    painter.setRenderHint(QPainter::SmoothPixmapTransform, placed.smooth);
    painter.drawImage(placed.target, placed.image, placed.source);
  }
  for (const Shape& shape : list.shapes) paintShape(painter, shape);
  for (const Text& text : list.texts) paintText(painter, text);
}

}  // namespace isochron
