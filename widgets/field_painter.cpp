// SPDX-License-Identifier: GPL-3.0-or-later
// Field, contours, rays, axes and legend as a draw list.
#include "field_painter.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <functional>

#include "contour_labels.h"
#include "draw_list_painter.h"
#include "screen_lines.h"

namespace isochron {
namespace {

constexpr double kContourWidth = 1.15;
constexpr double kIndexContourWidth = 1.8;  // every fifth
constexpr double kDash = 5.0;
constexpr double kGap = 4.0;

bool isMultiple(double value, double step) {
  const double place = value / step;
  return std::abs(place - std::round(place)) < 1e-6;
}

// Round levels get their labels first.
int labelPriority(double level, double interval) {
  if (!(interval > 0.0)) return 0;
  if (isMultiple(level, 10.0 * interval)) return 0;
  if (isMultiple(level, 5.0 * interval)) return 1;
  return isMultiple(level, 2.0 * interval) ? 2 : 3;
}

bool isIndexContour(const Figure& figure, double level) {
  return figure.interval > 0.0 && isMultiple(level, 5.0 * figure.interval);
}

std::vector<LabelledLevel> visibleLevels(const Figure& figure, const FigureLayout& layout) {
  std::vector<LabelledLevel> levels;
  for (const Contour& contour : figure.contours) {
    LabelledLevel level;
    level.text = tickText(contour.level, figure.interval);
    level.textWidth = textWidth(level.text, layout.labelSize);
    level.priority = labelPriority(contour.level, figure.interval);
    for (const Polyline& line : contour.lines) {
      for (auto& piece : screenLines(line, layout.transform))
        level.lines.push_back(std::move(piece));
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

LabelStyle labelStyle(const Figure& figure, const FigureLayout& layout) {
  LabelStyle style;
  style.height = layout.labelSize;
  style.spacing = 32.0 * layout.titleSize;
  style.inside = layout.transform.plot();
  const auto keep = [&](Point p) {
    const double reach = 1.1 * layout.titleSize;
    const QPointF at = layout.transform.toPixel(p);
    style.keepClear.emplace_back(at.x() - reach, at.y() - reach, 2.0 * reach, 2.0 * reach);
  };
  if (figure.source) keep(*figure.source);
  for (const Point& receiver : figure.receivers) keep(receiver);
  return style;
}

Shape contourShape(const FigureStyle& style, double width) {
  Shape shape;
  shape.stroke = style.line;
  shape.width = width;
  shape.casing = style.casing;
  shape.casingWidth = width + 2.0;
  return shape;
}

void addContours(DrawList& list, const Figure& figure, const FigureLayout& layout,
                 const FigureStyle& style) {
  auto levels = visibleLevels(figure, layout);
  if (figure.contourLabels) {
    for (const ContourLabel& label : placeLabels(levels, labelStyle(figure, layout))) {
      list.texts.push_back({label.text, label.centre, Qt::AlignCenter, label.angle,
                            layout.labelSize, style.line, QColor(255, 255, 255, 215)});
    }
  }
  Shape ordinary = contourShape(style, kContourWidth);
  Shape index = contourShape(style, kIndexContourWidth);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    Shape& shape = isIndexContour(figure, figure.contours[i].level) ? index : ordinary;
    for (const ScreenLine& line : levels[i].lines) shape.lines.add(line);
  }
  if (!ordinary.lines.empty()) list.shapes.push_back(std::move(ordinary));
  if (!index.lines.empty()) list.shapes.push_back(std::move(index));
}

// Light dashes on the dark lines: where both agree they make one rope, elsewhere two lines.
void addReference(DrawList& list, const Figure& figure, const FigureLayout& layout,
                  const FigureStyle& style) {
  Shape shape;
  shape.stroke = style.reference;
  shape.width = kContourWidth;
  shape.casing = style.line;
  shape.casingWidth = kContourWidth + 1.0;
  for (const Contour& contour : figure.reference) {
    for (const Polyline& line : contour.lines) {
      for (const ScreenLine& piece : screenLines(line, layout.transform)) {
        for (const ScreenLine& dash : dashed(piece, kDash, kGap)) shape.lines.add(dash);
      }
    }
  }
  if (!shape.lines.empty()) list.shapes.push_back(std::move(shape));
}

void addRays(DrawList& list, const Figure& figure, const FigureLayout& layout,
             const FigureStyle& style) {
  Shape shape;
  shape.stroke = style.ray;
  shape.width = 1.5;
  shape.casing = style.rayCasing;
  shape.casingWidth = 3.2;
  for (const Polyline& ray : figure.rays) {
    for (const ScreenLine& piece : screenLines(ray, layout.transform)) shape.lines.add(piece);
  }
  if (!shape.lines.empty()) list.shapes.push_back(std::move(shape));
}

// The line about a rectangle lies outside of it, on whole device pixels.
Shape frameAround(const QRectF& rectangle, const QColor& colour, double width) {
  const double half = 0.5 * width;
  const QRectF r = rectangle.adjusted(-half, -half, half, half);
  Shape shape;
  shape.closed = true;
  shape.stroke = colour;
  shape.width = width;
  shape.lines.add({r.topLeft(), r.topRight(), r.bottomRight(), r.bottomLeft()});
  return shape;
}

// Ticks and labels are alike on all axes but for where a value lies.
struct AxisSide {
  const AxisTicks& ticks;
  std::function<QPointF(double)> place;
  QPointF outward;  // unit vector
  Qt::Alignment alignment;
};

void addAxis(DrawList& list, const AxisSide& side, const FigureLayout& layout,
             const FigureStyle& style, double hairline) {
  Shape ticks;
  ticks.stroke = style.axis;
  ticks.width = hairline;
  const QPointF across(std::abs(side.outward.y()), std::abs(side.outward.x()));
  const auto tick = [&](double value, double length) {
    const QPointF at = side.place(value);
    // On the middle of a device pixel, so that every tick is equally crisp.
    const QPointF crisp((std::floor(at.x() / hairline) + 0.5) * hairline,
                        (std::floor(at.y() / hairline) + 0.5) * hairline);
    const QPointF start(std::lerp(at.x(), crisp.x(), across.x()),
                        std::lerp(at.y(), crisp.y(), across.y()));
    ticks.lines.add({start, start + length * side.outward});
  };
  for (const double value : side.ticks.minor) tick(value, std::round(0.55 * layout.tickLength));
  for (const double value : side.ticks.major) {
    tick(value, layout.tickLength);
    const QPointF anchor = side.place(value) + (layout.tickLength + layout.labelGap) * side.outward;
    list.texts.push_back({tickText(value, side.ticks.step), anchor, side.alignment, 0.0,
                          layout.labelSize, style.text, Qt::transparent});
  }
  if (!ticks.lines.empty()) list.shapes.push_back(std::move(ticks));
}

void addAxes(DrawList& list, const FigureLayout& layout, const FigureStyle& style,
             double hairline) {
  const ViewTransform& view = layout.transform;
  const QRectF plot = view.plot();
  addAxis(list,
          {layout.across,
           [&](double x) {
             return QPointF(view.toPixel({x, 0.0}).x(), plot.bottom());
           },
           QPointF(0, 1), Qt::AlignHCenter | Qt::AlignTop},
          layout, style, hairline);
  addAxis(list,
          {layout.down,
           [&](double z) {
             return QPointF(plot.left(), view.toPixel({0.0, z}).y());
           },
           QPointF(-1, 0), Qt::AlignRight | Qt::AlignVCenter},
          layout, style, hairline);
  if (layout.across.major.empty()) return;
  list.texts.push_back({acrossTitle(), QPointF(plot.center().x(), layout.acrossTitleY),
                        Qt::AlignCenter, 0.0, layout.titleSize, style.text, Qt::transparent});
  list.texts.push_back({downTitle(), QPointF(layout.downTitleX, plot.center().y()), Qt::AlignCenter,
                        -90.0, layout.titleSize, style.text, Qt::transparent});
}

QImage barImage(const Colouring& colouring) {
  constexpr int kRows = 256;
  const ColourTable table = colourTable(colouring.map, colouring.inverted);
  QImage image(2, kRows, QImage::Format_RGBA8888);  // VTK takes one column for one row
  for (int row = 0; row < kRows; ++row) {
    const QColor colour = colourAt(table, 1.0 - (row + 0.5) / kRows);
    for (int column = 0; column < image.width(); ++column) image.setPixelColor(column, row, colour);
  }
  return image;
}

// Values beyond the colours are told by a pointed end.
void addBarEnd(DrawList& list, const QRectF& bar, bool top, const QColor& colour,
               const Shape& frame) {
  const double edge = top ? bar.top() : bar.bottom();
  const double tip = 0.6 * bar.width() * (top ? -1.0 : 1.0);
  Shape shape;
  shape.closed = true;
  shape.fill = colour;
  shape.stroke = frame.stroke;
  shape.width = frame.width;
  shape.lines.add({{bar.left(), edge}, {bar.center().x(), edge + tip}, {bar.right(), edge}});
  list.shapes.push_back(std::move(shape));
}

void addBar(DrawList& list, const Figure& figure, const FigureLayout& layout,
            const FigureStyle& style, double hairline) {
  const QRectF& bar = layout.bar;
  if (bar.isEmpty()) return;
  const QImage image = barImage(figure.colouring);
  list.images.push_back({image, QRectF(image.rect()), bar, false});
  const ValueRange range = figure.colourRange();
  const Shape frame = frameAround(bar, style.axis, hairline);
  if (figure.values.max > range.max) addBarEnd(list, bar, true, image.pixelColor(0, 0), frame);
  if (figure.values.min < range.min) {
    addBarEnd(list, bar, false, image.pixelColor(0, image.height() - 1), frame);
  }
  list.shapes.push_back(frame);
  const auto place = [&](double value) {
    const double fraction = (value - range.min) / (range.max - range.min);
    return QPointF(bar.right(), bar.bottom() - fraction * bar.height());
  };
  addAxis(list, {layout.values, place, QPointF(1, 0), Qt::AlignLeft | Qt::AlignVCenter}, layout,
          style, hairline);
  list.texts.push_back({withUnit(figure.quantity, figure.unit),
                        QPointF(layout.barTitleX, bar.center().y()), Qt::AlignCenter, -90.0,
                        layout.titleSize, style.text, Qt::transparent});
}

// Which lines are solid, and how far apart they are; empty where there are none.
QString leadingNote(const Figure& figure) {
  const bool any = std::any_of(figure.contours.begin(), figure.contours.end(),
                               [](const Contour& contour) { return !contour.lines.empty(); });
  if (!any || !(figure.interval > 0.0)) return {};
  return QCoreApplication::translate("FieldView", "%1 contours every %2 %3")
      .arg(figure.contourQuantity, tickText(figure.interval, figure.interval), figure.contourUnit)
      .trimmed();
}

QString referenceNote(const Figure& figure) {
  return QCoreApplication::translate("FieldView", "dashed: %1").arg(figure.referenceQuantity);
}

void addNote(DrawList& list, const Figure& figure, const FigureLayout& layout,
             const FigureStyle& style) {
  const QString note = contourNote(figure);
  if (note.isEmpty() || layout.bar.isEmpty()) return;
  const double left = layout.transform.plot().left();
  const double room = layout.bar.right() - left;
  const auto fits = [&](const QString& text) { return textWidth(text, layout.labelSize) <= room; };
  const auto add = [&](QString line, double y) {
    while (!fits(line) && line.size() > 2) line = line.left(line.size() - 2) + QChar(0x2026);
    list.texts.push_back({line, QPointF(left, y), Qt::AlignLeft | Qt::AlignVCenter, 0.0,
                          layout.labelSize, style.text, Qt::transparent});
  };
  if (figure.reference.empty() || fits(note)) return add(note, layout.noteY);
  // Which lines are whose is never left out.
  const double lineHeight = 1.25 * layout.labelSize;
  add(leadingNote(figure), layout.noteY - 0.4 * lineHeight);
  add(referenceNote(figure), layout.noteY + 0.6 * lineHeight);
}

}  // namespace

const QImage& ColouredField::image(const Figure& figure, const ViewTransform& transform,
                                   double scale) {
  const Grid& grid = figure.field->grid;
  const QSize pixels = (transform.plot().size() * scale).toSize();
  NodeSelection nodes = nodesFor(grid, transform.visible(), pixels);
  if (figure.smooth) nodes = refined(nodes, grid, transform.visible(), pixels);
  const ValueRange range = figure.colourRange();
  const Colouring colouring{figure.colouring.map, figure.colouring.inverted, range.min, range.max};
  if (figure.field == field_ && nodes == nodes_ && colouring == colouring_) return image_;
  image_ = fieldImage(*figure.field, nodes, range, colourTable(colouring.map, colouring.inverted));
  field_ = figure.field;
  nodes_ = nodes;
  colouring_ = colouring;
  return image_;
}

DrawList paintField(const Figure& figure, const FigureLayout& layout, const FigureStyle& style,
                    ColouredField& colours, double scale) {
  DrawList list;
  if (!figure.field || !layout.transform.valid()) return list;
  const double hairline = std::max(1.0, std::floor(scale)) / scale;
  const ViewTransform& view = layout.transform;
  const QImage& image = colours.image(figure, view, scale);
  list.images.push_back(
      {image, imageWindow(view.grid, colours.nodes(), view.visible()), view.plot(), figure.smooth});
  addContours(list, figure, layout, style);
  addReference(list, figure, layout, style);
  addRays(list, figure, layout, style);
  list.shapes.push_back(frameAround(view.plot(), style.axis, hairline));
  addAxes(list, layout, style, hairline);
  addBar(list, figure, layout, style, hairline);
  addNote(list, figure, layout, style);
  return list;
}

QString contourNote(const Figure& figure) {
  const QString note = leadingNote(figure);
  if (note.isEmpty() || figure.reference.empty()) return note;
  return note + QStringLiteral("; ") + referenceNote(figure);
}

}  // namespace isochron
