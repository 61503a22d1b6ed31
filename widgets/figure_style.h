// SPDX-License-Identifier: GPL-3.0-or-later
// FigureStyle: colours and sizes of a figure, light or dark.
#pragma once

#include <QColor>
#include <QPalette>

namespace isochron {

struct FigureStyle {
  QColor background;
  QColor text;       // tick labels and titles
  QColor axis;       // frame and ticks
  QColor accent;     // hover, focus, tools
  QColor line;       // contours
  QColor casing;     // beneath contours
  QColor reference;  // contours to compare with
  QColor ray;
  QColor rayCasing;
  QColor source;
  QColor receiver;
  QColor handleEdge;
  double font = 12.0;  // titles, logical pixels; everything else follows it
};

/// The colours of a window; `fontPixels` is its font's height in logical pixels.
FigureStyle figureStyle(const QPalette& palette, double fontPixels);

/// Black on white, for files.
FigureStyle printStyle(double fontPixels);

}  // namespace isochron
