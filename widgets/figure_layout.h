// SPDX-License-Identifier: GPL-3.0-or-later
// FigureLayout: where plot, axes and legend of a figure lie. Shared by screen and files.
#pragma once

#include <QRectF>
#include <QSizeF>
#include <QString>

#include "axis_ticks.h"
#include "figure.h"
#include "figure_style.h"
#include "view_transform.h"

namespace isochron {

/// Logical pixels from the upper left corner of the figure.
struct FigureLayout {
  ViewTransform transform;
  AxisTicks across;  // x, km
  AxisTicks down;    // z, km
  AxisTicks values;  // colour bar
  QRectF bar;        // empty where there is no room for it
  double tickLength = 5.0;
  double labelSize = 11.0;  // font of tick labels
  double titleSize = 12.0;  // font of titles
  double labelGap = 3.0;    // from a tick to its label
  double downTitleX = 0.0;  // middle of the rotated titles
  double barTitleX = 0.0;
  double acrossTitleY = 0.0;  // middle of the title below
  double noteY = 0.0;         // middle of the note above
};

/// Keeps the view's zoom and centre and finds the room for its plot. A figure without a field or
/// too small for axes gives an invalid transform or a plot without legend.
FigureLayout layOut(const Figure& figure, const FigureStyle& style, QSizeF size,
                    const ViewTransform& view);

QString acrossTitle();
QString downTitle();
/// "Velocity [km/s]"; the quantity alone where it has no unit.
QString withUnit(const QString& quantity, const QString& unit);

}  // namespace isochron
