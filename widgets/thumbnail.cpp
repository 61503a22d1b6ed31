// SPDX-License-Identifier: GPL-3.0-or-later
// The painters of large figures, without axes.
#include "thumbnail.h"

#include <QPainter>

#include "draw_list_painter.h"
#include "field_image.h"
#include "screen_lines.h"

namespace isochron {

QImage thumbnail(const Field& field, const std::vector<Contour>& contours, QSize size,
                 const Colouring& colouring, double devicePixelRatio) {
  const QSize pixels = (QSizeF(size) * devicePixelRatio).toSize();
  if (pixels.isEmpty() || field.grid.nx < 2 || field.grid.nz < 2) return {};
  const auto view = ViewTransform::whole(field.grid, QRectF(QPointF(), QSizeF(size)),
                                         Aspect::Stretched, devicePixelRatio);
  const NodeSelection nodes = nodesFor(field.grid, view.visible(), pixels);
  const ValueRange range = colouring.min < colouring.max ? ValueRange{colouring.min, colouring.max}
                                                         : valueRange(field.values);
  DrawList list;
  list.images.push_back(
      {fieldImage(field, nodes, range, colourTable(colouring.map, colouring.inverted)),
       imageWindow(field.grid, nodes, view.visible()), view.plot(), true});
  Shape lines;
  lines.stroke = QColor(16, 18, 24, 220);
  lines.width = 0.9;
  lines.casing = QColor(255, 255, 255, 110);
  lines.casingWidth = 2.2;
  for (const Contour& contour : contours) {
    for (const Polyline& line : contour.lines) {
      for (const ScreenLine& piece : screenLines(line, view)) lines.lines.add(piece);
    }
  }
  list.shapes.push_back(std::move(lines));

  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(devicePixelRatio);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  paintDrawList(painter, list);
  return image;
}

}  // namespace isochron
