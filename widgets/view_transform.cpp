// SPDX-License-Identifier: GPL-3.0-or-later
// The arithmetic of zoom, pan and aspect.
#include "view_transform.h"

#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

// The middle of a window of `size` that must stay between `first` and `last`.
double clampCentre(double centre, double size, double first, double last) {
  const double low = first + 0.5 * size;
  const double high = last - 0.5 * size;
  return low >= high ? 0.5 * (first + last) : std::clamp(centre, low, high);
}

double snapped(double value, double snap) { return std::round(value * snap) / snap; }

}  // namespace

ViewTransform ViewTransform::whole(const Grid& grid, const QRectF& area, Aspect aspect,
                                   double snap) {
  const Point end = grid.end();
  const Point middle{0.5 * (grid.origin.x + end.x), 0.5 * (grid.origin.z + end.z)};
  return {grid, area, aspect, 1.0, middle, snap};
}

bool ViewTransform::valid() const {
  return grid.nx > 1 && grid.nz > 1 && area.width() >= 1.0 && area.height() >= 1.0;
}

double ViewTransform::maximumZoom() const {
  return std::max(1.0, 0.25 * std::max(grid.nx - 1, grid.nz - 1));
}

QSizeF ViewTransform::pixelsPerKm() const {
  const double across = area.width() / grid.width();
  const double down = area.height() / grid.depth();
  if (aspect == Aspect::Stretched) return {across * zoom, down * zoom};
  const double both = std::min(across, down) * zoom;
  return {both, both};
}

QRectF ViewTransform::plot() const {
  const QSizeF scale = pixelsPerKm();
  const double width = std::min(area.width(), grid.width() * scale.width());
  const double height = std::min(area.height(), grid.depth() * scale.height());
  const double left = snapped(area.left() + 0.5 * (area.width() - width), snap);
  const double top = snapped(area.top() + 0.5 * (area.height() - height), snap);
  return {left, top, std::max(1.0, snapped(width, snap)), std::max(1.0, snapped(height, snap))};
}

Window ViewTransform::visible() const {
  const QSizeF scale = pixelsPerKm();
  const double width = std::min(grid.width(), area.width() / scale.width());
  const double depth = std::min(grid.depth(), area.height() / scale.height());
  const Point end = grid.end();
  const double x = clampCentre(centre.x, width, grid.origin.x, end.x);
  const double z = clampCentre(centre.z, depth, grid.origin.z, end.z);
  return {{x - 0.5 * width, z - 0.5 * depth}, {x + 0.5 * width, z + 0.5 * depth}};
}

QPointF ViewTransform::toPixel(Point p) const {
  const QRectF place = plot();
  const Window seen = visible();
  return {place.left() + (p.x - seen.first.x) / seen.width() * place.width(),
          place.top() + (p.z - seen.first.z) / seen.depth() * place.height()};
}

Point ViewTransform::toField(QPointF pixel) const {
  const QRectF place = plot();
  const Window seen = visible();
  return {seen.first.x + (pixel.x() - place.left()) / place.width() * seen.width(),
          seen.first.z + (pixel.y() - place.top()) / place.height() * seen.depth()};
}

ViewTransform ViewTransform::zoomed(double factor, Point about) const {
  const QPointF pixel = toPixel(about);
  ViewTransform result = *this;
  result.zoom = std::clamp(zoom * factor, 1.0, maximumZoom());
  const QRectF place = result.plot();
  const Window seen = result.visible();
  const double fx = std::clamp((pixel.x() - place.left()) / place.width(), 0.0, 1.0);
  const double fz = std::clamp((pixel.y() - place.top()) / place.height(), 0.0, 1.0);
  const Point end = grid.end();
  result.centre.x =
      clampCentre(about.x + (0.5 - fx) * seen.width(), seen.width(), grid.origin.x, end.x);
  result.centre.z =
      clampCentre(about.z + (0.5 - fz) * seen.depth(), seen.depth(), grid.origin.z, end.z);
  return result;
}

ViewTransform ViewTransform::panned(QPointF pixels) const {
  const QRectF place = plot();
  const Window seen = visible();
  const Point end = grid.end();
  ViewTransform result = *this;
  const double x = 0.5 * (seen.first.x + seen.last.x) - pixels.x() * seen.width() / place.width();
  const double z = 0.5 * (seen.first.z + seen.last.z) - pixels.y() * seen.depth() / place.height();
  result.centre.x = clampCentre(x, seen.width(), grid.origin.x, end.x);
  result.centre.z = clampCentre(z, seen.depth(), grid.origin.z, end.z);
  return result;
}

}  // namespace isochron
