// SPDX-License-Identifier: GPL-3.0-or-later
// Field images: values as colours, one pixel a node or several.
#pragma once

#include <QImage>
#include <QRectF>

#include "colour_maps.h"
#include "field/field.h"
#include "view_transform.h"

namespace isochron {

/// The range that colours span, lower bound first.
struct ValueRange {
  double min = 0.0;
  double max = 1.0;
  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

/// Lowest and highest finite value; a constant field gets a range around its value, an all-NaN
/// field 0 .. 1.
ValueRange valueRange(const Array& values);

/// Nodes first, first + stride, ..., count of them, along both axes.
struct NodeSelection {
  int firstX = 0, firstZ = 0;
  int countX = 0, countZ = 0;
  int strideX = 1, strideZ = 1;
  int refineX = 1, refineZ = 1;  // pixels a node
  friend bool operator==(const NodeSelection&, const NodeSelection&) = default;
};

/// The nodes that a plot of `pixels` device pixels needs: all of a small model, every n-th of a
/// large one (never fewer than one node a pixel), only the visible window when it is thinned.
NodeSelection nodesFor(const Grid& grid, const Window& visible, QSize pixels);

/// The selection with more pixels than nodes, where nodes are wide apart on the screen: values are
/// interpolated and then coloured, so that no colour stands between two nodes that no value between
/// theirs has. A screen that blends the colours of nodes gives such false rims.
NodeSelection refined(NodeSelection nodes, const Grid& grid, const Window& visible, QSize pixels);

/// Format_RGBA8888 of countX refineX x countZ refineZ pixels; between nodes values are bilinear.
/// Values outside the range take the end colours, NaN is transparent.
QImage fieldImage(const Field& field, const NodeSelection& nodes, ValueRange range,
                  const ColourTable& table);

/// Where the window lies in such an image, in its pixels; a node is the middle of a pixel.
QRectF imageWindow(const Grid& grid, const NodeSelection& nodes, const Window& window);

}  // namespace isochron
