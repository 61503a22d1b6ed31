// SPDX-License-Identifier: GPL-3.0-or-later
// Screen lines: polylines in km made ready to draw: in pixels, clipped, without needless points.
#pragma once

#include <QPointF>
#include <QRectF>
#include <vector>

#include "field/contours.h"
#include "view_transform.h"

namespace isochron {

using ScreenLine = std::vector<QPointF>;

/// The pieces of the line inside the plot, in pixels. Points that move the line by less than
/// `tolerance` pixels are left out; ends stay exact.
std::vector<ScreenLine> screenLines(const Polyline& line, const ViewTransform& transform,
                                    double tolerance = 0.2);

/// The pieces of a line inside a rectangle.
std::vector<ScreenLine> clipped(const ScreenLine& line, const QRectF& rectangle);

/// The line with fewer points, nowhere further than `tolerance` from the first.
ScreenLine simplified(const ScreenLine& line, double tolerance);

/// Distance along the line from its first point to each point, pixels.
std::vector<double> arcLengths(const ScreenLine& line);

/// The position at a distance along the line; clamped to the ends.
QPointF pointAlong(const ScreenLine& line, const std::vector<double>& lengths, double distance);

/// The part of the line between two distances along it.
ScreenLine partOf(const ScreenLine& line, const std::vector<double>& lengths, double from,
                  double to);

/// The dashes of a line that begins with one.
std::vector<ScreenLine> dashed(const ScreenLine& line, double dash, double gap);

}  // namespace isochron
