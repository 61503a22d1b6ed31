// SPDX-License-Identifier: GPL-3.0-or-later
// Margins from the sizes of the texts that stand in them.
#include "figure_layout.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "draw_list_painter.h"

namespace isochron {
namespace {

double widest(const AxisTicks& ticks, double size) {
  double width = 0.0;
  for (const double value : ticks.major) {
    width = std::max(width, textWidth(tickText(value, ticks.step), size));
  }
  return width;
}

int mostTicks(double pixels, double each) {
  return std::max(2, static_cast<int>(pixels / std::max(each, 1.0)) + 1);
}

// Room for the depths of every zoom with two decimals, so that zooming moves no axis.
double downLabelRoom(const Grid& grid, double size) {
  const double most = std::max(std::abs(grid.origin.z), std::abs(grid.end().z));
  const double least = grid.origin.z < 0.0 ? -most : most;
  return textWidth(tickText(least, most >= 1000.0 ? 1.0 : 0.01), size);
}

QRectF barBeside(const QRectF& plot, const QRectF& area, double em) {
  // A flat plot's bar is taller than the plot: its labels need the room.
  const double height = std::min(area.height(), std::max(plot.height(), 11.0 * em));
  const double top =
      std::clamp(plot.center().y() - 0.5 * height, area.top(), area.bottom() - height);
  return {std::round(plot.right() + 1.4 * em), std::round(top), std::round(1.2 * em),
          std::round(height)};
}

struct Margins {
  double left, top, right, bottom;
};

Margins margins(const Figure& figure, const FigureLayout& layout, double barHeight) {
  const double em = layout.titleSize;
  const ValueRange range = figure.colourRange();
  const AxisTicks values = axisTicks(range.min, range.max, mostTicks(barHeight, 2.6 * em));
  const double ticks = layout.tickLength + layout.labelGap;
  Margins m{};
  m.left =
      0.6 * em + 1.3 * em + 0.5 * em + downLabelRoom(figure.field->grid, layout.labelSize) + ticks;
  m.top = 2.8 * em;
  m.right = 1.4 * em + 1.2 * em + ticks + widest(values, layout.labelSize) + 0.6 * em + 1.3 * em +
            0.5 * em;
  m.bottom = ticks + 1.25 * layout.labelSize + 0.25 * em + 1.3 * em + 0.5 * em;
  return m;
}

void placeAxes(FigureLayout& layout) {
  const QRectF plot = layout.transform.plot();
  const Window seen = layout.transform.visible();
  const double em = layout.titleSize;
  const double each = textWidth(QStringLiteral("00.00"), layout.labelSize) + 2.5 * em;
  layout.across = axisTicks(seen.first.x, seen.last.x, mostTicks(plot.width(), each));
  layout.down = axisTicks(seen.first.z, seen.last.z, mostTicks(plot.height(), 2.8 * em));
  const double ticks = layout.tickLength + layout.labelGap;
  layout.acrossTitleY = plot.bottom() + ticks + 1.25 * layout.labelSize + 0.9 * em;
  layout.downTitleX =
      plot.left() - ticks - widest(layout.down, layout.labelSize) - 0.5 * em - 0.65 * em;
  layout.noteY = plot.top() - 1.9 * em;
}

void placeBar(FigureLayout& layout, const Figure& figure) {
  const ValueRange range = figure.colourRange();
  const double em = layout.titleSize;
  layout.bar = barBeside(layout.transform.plot(), layout.transform.area, em);
  layout.values = axisTicks(range.min, range.max, mostTicks(layout.bar.height(), 2.8 * em));
  layout.barTitleX = layout.bar.right() + layout.tickLength + layout.labelGap +
                     widest(layout.values, layout.labelSize) + 0.6 * em + 0.65 * em;
}

}  // namespace

FigureLayout layOut(const Figure& figure, const FigureStyle& style, QSizeF size,
                    const ViewTransform& view) {
  FigureLayout layout;
  layout.transform = view;
  layout.transform.area = QRectF();
  if (!figure.field || size.width() < 2.0 || size.height() < 2.0) return layout;
  const double em = style.font;
  layout.titleSize = em;
  layout.labelSize = std::max(8.0, std::round(0.92 * em));
  layout.tickLength = std::round(0.4 * em);
  layout.labelGap = std::round(0.3 * em);

  const Margins m = margins(figure, layout, std::max(size.height() - 6.0 * em, 1.0));
  const QRectF area(m.left, m.top, size.width() - m.left - m.right,
                    size.height() - m.top - m.bottom);
  const bool roomy = area.width() > 9.0 * em && area.height() > 6.0 * em;
  // Without room for axes the field alone is worth seeing.
  layout.transform.area = roomy ? area : QRectF(QPointF(), size);
  layout.transform.grid = figure.field->grid;
  placeAxes(layout);
  if (roomy) {
    placeBar(layout, figure);
  } else {
    layout.across = layout.down = {};
  }
  return layout;
}

QString acrossTitle() { return QCoreApplication::translate("FieldView", "x [km]"); }

QString downTitle() { return QCoreApplication::translate("FieldView", "Depth z [km]"); }

QString withUnit(const QString& quantity, const QString& unit) {
  return unit.isEmpty() ? quantity : QStringLiteral("%1 [%2]").arg(quantity, unit);
}

}  // namespace isochron
