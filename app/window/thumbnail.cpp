// SPDX-License-Identifier: GPL-3.0-or-later
#include "thumbnail.h"

#include <QPainter>
#include <QPolygonF>

#include "colour_maps.h"

namespace isochron {
namespace {

void drawContours(QImage& image, const Grid& grid, const std::vector<Contour>& contours) {
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor(255, 255, 255, 190), image.height() / 60.0));
  for (const Contour& contour : contours)
    for (const Polyline& line : contour.lines) {
      QPolygonF polygon;
      for (const Point& p : line)
        polygon.append({(p.x - grid.origin.x) / grid.width() * image.width(),
                        (p.z - grid.origin.z) / grid.depth() * image.height()});
      painter.drawPolyline(polygon);
    }
}

}  // namespace

QImage thumbnail(const VelocityModel& model, const std::vector<Contour>& contours, QSize size,
                 const QString& colourMap) {
  const Grid& grid = model.grid();
  const ColourTable table = colourTable(colourMap);
  const double range = model.max() - model.min();
  QImage image(size, QImage::Format_RGB32);
  for (int row = 0; row < size.height(); ++row)
    for (int column = 0; column < size.width(); ++column) {
      const Point p{grid.origin.x + grid.width() * (column + 0.5) / size.width(),
                    grid.origin.z + grid.depth() * (row + 0.5) / size.height()};
      const double share = range > 0 ? (model.at(p) - model.min()) / range : 0.5;
      image.setPixelColor(column, row, colourAt(table, share));
    }
  drawContours(image, grid, contours);
  return image;
}

}  // namespace isochron
