// SPDX-License-Identifier: GPL-3.0-or-later
// Handles, brush and draft as a draw list.
#include <cmath>
#include <numbers>

#include "field_painter.h"
#include "screen_lines.h"

namespace isochron {
namespace {

constexpr int kBrushPoints = 64;

std::vector<QPointF> star(QPointF centre, double radius) {
  std::vector<QPointF> points;
  for (int i = 0; i < 10; ++i) {
    const double r = i % 2 == 0 ? radius : 0.45 * radius;
    const double angle = std::numbers::pi * (i / 5.0 - 0.5);
    points.push_back(centre + r * QPointF(std::cos(angle), std::sin(angle)));
  }
  return points;
}

// Its tip is the receiver's position.
std::vector<QPointF> downwardTriangle(QPointF tip, double size) {
  return {tip, tip + QPointF(-0.58 * size, -size), tip + QPointF(0.58 * size, -size)};
}

Shape handleShape(const FigureStyle& style, const QColor& fill, bool active) {
  Shape shape;
  shape.closed = true;
  shape.fill = active ? fill.lighter(125) : fill;
  shape.stroke = style.handleEdge;
  shape.width = active ? 2.0 : 1.3;
  shape.casing = QColor(0, 0, 0, active ? 200 : 150);
  shape.casingWidth = shape.width + 1.6;
  return shape;
}

// Handles at the border stay whole; those outside of what is seen are not drawn.
bool isSeen(const FigureLayout& layout, Point p) {
  return layout.transform.plot()
      .adjusted(-0.5, -0.5, 0.5, 0.5)
      .contains(layout.transform.toPixel(p));
}

void addReceivers(DrawList& list, const Figure& figure, const Marks& marks,
                  const FigureLayout& layout, const FigureStyle& style) {
  Shape resting = handleShape(style, style.receiver, false);
  Shape active = handleShape(style, style.receiver, true);
  const double size = 0.95 * style.font;
  for (std::size_t i = 0; i < figure.receivers.size(); ++i) {
    if (!isSeen(layout, figure.receivers[i])) continue;
    const Handle handle{Handle::Kind::Receiver, static_cast<int>(i)};
    const bool held = marks.active == handle;
    const QPointF tip = layout.transform.toPixel(figure.receivers[i]);
    (held ? active : resting).lines.add(downwardTriangle(tip, held ? 1.2 * size : size));
  }
  if (!resting.lines.empty()) list.shapes.push_back(std::move(resting));
  if (!active.lines.empty()) list.shapes.push_back(std::move(active));
}

void addSource(DrawList& list, const Figure& figure, const Marks& marks, const FigureLayout& layout,
               const FigureStyle& style) {
  if (!figure.source || !isSeen(layout, *figure.source)) return;
  const bool held = marks.active == Handle{Handle::Kind::Source, 0};
  Shape shape = handleShape(style, style.source, held);
  shape.lines.add(star(layout.transform.toPixel(*figure.source), (held ? 0.95 : 0.8) * style.font));
  list.shapes.push_back(std::move(shape));
}

Shape toolShape() {
  Shape shape;
  shape.stroke = Qt::white;
  shape.width = 1.4;
  shape.casing = QColor(0, 0, 0, 170);
  shape.casingWidth = 3.2;
  return shape;
}

void addBrush(DrawList& list, const Marks& marks, const FigureLayout& layout) {
  if (!marks.brush || !marks.pointer || marks.active) return;
  const QPointF centre = layout.transform.toPixel(*marks.pointer);
  const QPointF corner = layout.transform.toPixel(
      {marks.pointer->x + marks.brush->x, marks.pointer->z + marks.brush->z});
  const QPointF radii = corner - centre;
  ScreenLine outline;
  for (int i = 0; i <= kBrushPoints; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / kBrushPoints;
    outline.push_back(centre + QPointF(radii.x() * std::cos(angle), radii.y() * std::sin(angle)));
  }
  Shape shape = toolShape();
  for (const ScreenLine& piece : clipped(outline, layout.transform.plot())) shape.lines.add(piece);
  if (!shape.lines.empty()) list.shapes.push_back(std::move(shape));
}

void addDraft(DrawList& list, const Marks& marks, const FigureLayout& layout,
              const FigureStyle& style) {
  if (marks.draft.empty()) return;
  Polyline line = marks.draft;
  if (marks.draftClosed) line.push_back(line.front());
  Shape shape = toolShape();
  for (const ScreenLine& piece : screenLines(line, layout.transform)) shape.lines.add(piece);
  if (!shape.lines.empty()) list.shapes.push_back(std::move(shape));
  Shape corners = toolShape();
  corners.closed = true;
  corners.fill = style.accent;
  const double r = 0.28 * style.font;
  for (const Point& p : marks.draft) {
    if (!isSeen(layout, p)) continue;
    const QPointF at = layout.transform.toPixel(p);
    corners.lines.add(
        {at + QPointF(-r, -r), at + QPointF(r, -r), at + QPointF(r, r), at + QPointF(-r, r)});
  }
  if (!corners.lines.empty()) list.shapes.push_back(std::move(corners));
}

void addFocus(DrawList& list, const FigureLayout& layout, const FigureStyle& style) {
  const QRectF r = layout.transform.plot().adjusted(-1.0, -1.0, 1.0, 1.0);
  Shape shape;
  shape.closed = true;
  shape.stroke = style.accent;
  shape.width = 2.0;
  shape.lines.add({r.topLeft(), r.topRight(), r.bottomRight(), r.bottomLeft()});
  list.shapes.push_back(std::move(shape));
}

}  // namespace

DrawList paintMarks(const Figure& figure, const Marks& marks, const FigureLayout& layout,
                    const FigureStyle& style) {
  DrawList list;
  if (!figure.field || !layout.transform.valid()) return list;
  if (marks.focused) addFocus(list, layout, style);
  addReceivers(list, figure, marks, layout, style);
  addSource(list, figure, marks, layout, style);
  addDraft(list, marks, layout, style);
  addBrush(list, marks, layout);
  return list;
}

}  // namespace isochron
