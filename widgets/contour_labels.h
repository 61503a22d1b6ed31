// SPDX-License-Identifier: GPL-3.0-or-later
// Contour labels: where the numbers stand on the lines, and the lines with gaps beneath them.
#pragma once

#include <QRectF>
#include <QString>
#include <vector>

#include "screen_lines.h"

namespace isochron {

/// The visible pieces of one level and the number to write on them.
struct LabelledLevel {
  std::vector<ScreenLine> lines;  // pixels
  QString text;
  double textWidth = 0.0;  // pixels
  int priority = 0;        // low ones are placed first
};

struct ContourLabel {
  QPointF centre;
  double angle = 0.0;  // degrees clockwise, upright: -100 .. 80
  QString text;
};

struct LabelStyle {
  double height = 12.0;    // of the text, pixels
  double spacing = 360.0;  // along one line, pixels
  QRectF inside;           // labels stay inside this rectangle
  std::vector<QRectF> keepClear;
};

/// Puts labels on straight stretches, along the lines, apart from each other, and cuts the lines
/// beneath them. Levels keep their order; lines too short or too curved stay without a label.
std::vector<ContourLabel> placeLabels(std::vector<LabelledLevel>& levels, const LabelStyle& style);

}  // namespace isochron
