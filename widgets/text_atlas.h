// SPDX-License-Identifier: GPL-3.0-or-later
// TextAtlas: texts drawn once into one image, so that all of them are one textured draw call.
#pragma once

#include <QHash>
#include <QImage>
#include <QPoint>
#include <QRect>
#include <array>
#include <vector>

#include "draw_list.h"

namespace isochron {

class TextAtlas {
 public:
  /// A piece of image() and where its corners lie on the screen, from the upper left one
  /// clockwise about the text; device pixels, y down.
  struct Sprite {
    QRect source;
    std::array<QPointF, 4> corners;
  };

  /// The sprites of all texts at `scale` device pixels per logical one. Level and vertical texts
  /// are drawn pixel by pixel; those at other angles are drawn level, twice as large, and turned
  /// by the screen, so that a label that only moves or turns costs nothing. Texts drawn before
  /// are found again; when the image is full it starts anew.
  std::vector<Sprite> place(const std::vector<Text>& texts, double scale);

  /// Format_RGBA8888; its cacheKey() changes with its content.
  const QImage& image() const { return image_; }

 private:
  struct Entry {
    QRect source;
    QPoint offset;  // from the anchor to the upper left corner, pixels of the image
  };

  bool placeAll(const std::vector<Text>& texts, double scale, std::vector<Sprite>& sprites);
  const Entry* entryFor(const Text& text, double scale);
  bool findRoom(QSize size, QPoint& place);
  void startAnew();

  QImage image_;
  QHash<QString, Entry> entries_;
  int shelfTop_ = 0;
  int shelfHeight_ = 0;
  int shelfX_ = 0;
};

}  // namespace isochron
