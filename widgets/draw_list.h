// SPDX-License-Identifier: GPL-3.0-or-later
// DrawList: a picture as values, in logical pixels from the upper left corner. One list is drawn
// by VTK on the screen and by QPainter into files, so that both show the same.
#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

namespace isochron {

/// A part of an image, stretched over a rectangle.
struct PlacedImage {
  QImage image;   // Format_RGBA8888
  QRectF source;  // pixels of the image, fractions allowed
  QRectF target;
  bool smooth = true;
};

/// Several lines in one array: line i ends before points[ends[i]].
struct LineSet {
  std::vector<QPointF> points;
  std::vector<std::size_t> ends;

  void add(const std::vector<QPointF>& line) {
    points.insert(points.end(), line.begin(), line.end());
    ends.push_back(points.size());
  }
  bool empty() const { return ends.empty(); }
};

/// Lines or outlines of one style. The casing, a wider line beneath, keeps them legible over any
/// colour. A fill needs outlines that can be seen whole from the middle of their points.
struct Shape {
  LineSet lines;
  bool closed = false;
  QColor fill = Qt::transparent;
  QColor stroke = Qt::transparent;
  double width = 1.0;
  QColor casing = Qt::transparent;
  double casingWidth = 0.0;
};

/// One line of text. It is aligned about its anchor, then turned about it.
struct Text {
  QString text;
  QPointF anchor;
  Qt::Alignment alignment = Qt::AlignCenter;
  double angle = 0.0;  // degrees, clockwise
  double size = 12.0;  // of the font, logical pixels
  QColor colour = Qt::black;
  QColor halo = Qt::transparent;
};

/// Drawn in the order images, shapes, texts.
struct DrawList {
  std::vector<PlacedImage> images;
  std::vector<Shape> shapes;
  std::vector<Text> texts;
};

}  // namespace isochron
