// SPDX-License-Identifier: GPL-3.0-or-later
// What of a figure follows the window's palette, and what the picture itself demands.
#include "figure_style.h"

namespace isochron {
namespace {

QColor mixed(const QColor& a, const QColor& b, float fraction) {
  const auto at = [fraction](float x, float y) { return x + (y - x) * fraction; };
  return QColor::fromRgbF(at(a.redF(), b.redF()), at(a.greenF(), b.greenF()),
                          at(a.blueF(), b.blueF()));
}

// Marks on the field do not follow the palette: the colours under them do not either.
FigureStyle withFieldMarks(FigureStyle style) {
  style.line = QColor(16, 18, 24);
  style.casing = QColor(255, 255, 255, 150);
  style.reference = QColor(255, 150, 60);
  // A hue that no colour map of ours has, so that a ray is never taken for a contour.
  style.ray = QColor(0xE0, 0x10, 0x60);
  style.rayCasing = QColor(255, 255, 255, 220);
  style.source = QColor(0xE6, 0x3A, 0x2E);
  style.receiver = QColor(0x1E, 0x88, 0xE5);
  style.handleEdge = Qt::white;
  return style;
}

}  // namespace

FigureStyle figureStyle(const QPalette& palette, double fontPixels) {
  FigureStyle style;
  style.background = palette.color(QPalette::Window);
  style.text = palette.color(QPalette::WindowText);
  style.axis = mixed(style.text, style.background, 0.35F);
  style.accent = palette.color(QPalette::Highlight);
  style.font = fontPixels;
  return withFieldMarks(style);
}

FigureStyle printStyle(double fontPixels) {
  FigureStyle style;
  style.background = Qt::white;
  style.text = QColor(0x1A, 0x1A, 0x1A);
  style.axis = QColor(0x40, 0x40, 0x40);
  style.accent = QColor(0x1E, 0x88, 0xE5);
  style.font = fontPixels;
  return withFieldMarks(style);
}

}  // namespace isochron
