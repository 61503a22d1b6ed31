// SPDX-License-Identifier: GPL-3.0-or-later
// ViewTransform: which part of a grid is seen where, in km and in pixels.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "field/grid.h"

namespace isochron {

/// Equal: a kilometre is as long down as across. Stretched: the model fills the place it has.
enum class Aspect { Equal, Stretched };

/// A rectangle in km; first is the upper left corner.
struct Window {
  Point first;
  Point last;
  double width() const { return last.x - first.x; }
  double depth() const { return last.z - first.z; }
};

/// Maps km to logical pixels and back. A value: zooming and panning give new ones. At zoom 1 the
/// whole grid is seen; the plot is centred in the area and grows with the zoom until it fills it.
struct ViewTransform {
  Grid grid;
  QRectF area;  // the place for the plot, logical pixels
  Aspect aspect = Aspect::Equal;
  double zoom = 1.0;  // >= 1
  Point centre;       // of what is seen, km
  double snap = 1.0;  // device pixels per logical pixel: the plot's edges fall between them

  /// The whole grid in the area.
  static ViewTransform whole(const Grid& grid, const QRectF& area, Aspect aspect, double snap);

  /// False where there is nothing to see: no area or no grid.
  bool valid() const;
  /// The largest zoom: about four cells across.
  double maximumZoom() const;
  /// Logical pixels per km, along x (width) and z (height).
  QSizeF pixelsPerKm() const;
  /// Where the plot is, logical pixels.
  QRectF plot() const;
  /// What is seen, km; always inside the grid.
  Window visible() const;

  QPointF toPixel(Point p) const;
  /// The position under a pixel; not clamped.
  Point toField(QPointF pixel) const;

  /// The position `about` stays under its pixel, unless the model's edge forbids it.
  ViewTransform zoomed(double factor, Point about) const;
  /// The model moves by `pixels`, as if dragged.
  ViewTransform panned(QPointF pixels) const;
};

}  // namespace isochron
