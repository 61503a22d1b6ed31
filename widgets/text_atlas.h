// SPDX-License-Identifier: GPL-3.0-or-later
// TextAtlas: texts drawn once into one image, so that all of them are one textured draw call.
#pragma once

#include <QHash>
#include <QImage>
#include <QPoint>
#include <QRect>
#include <vector>

#include "draw_list.h"

namespace isochron {

class TextAtlas {
 public:
  /// A piece of image() and its place on the screen, device pixels, y down.
  struct Sprite {
    QRect source;
    QPoint target;
  };

  /// The sprites of all texts at `scale` device pixels per logical one. Angles are rounded to
  /// whole degrees. Texts drawn before are found again; when the image is full it starts anew.
  std::vector<Sprite> place(const std::vector<Text>& texts, double scale);

  /// Format_RGBA8888; its cacheKey() changes with its content.
  const QImage& image() const { return image_; }

 private:
  struct Entry {
    QRect source;
    QPoint offset;  // from the anchor to the upper left corner
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
