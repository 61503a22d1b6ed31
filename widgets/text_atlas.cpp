// SPDX-License-Identifier: GPL-3.0-or-later
// Sprites on shelves, from the top of the image downward.
#include "text_atlas.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "draw_list_painter.h"

namespace isochron {
namespace {

constexpr int kWidth = 1024;
constexpr int kFirstHeight = 256;
constexpr int kMostHeight = 4096;

QString keyOf(const Text& text, double scale) {
  return QStringLiteral("%1|%2|%3|%4|%5|%6")
      .arg(text.text)
      .arg(text.size * scale)
      .arg(text.angle)
      .arg(text.alignment.toInt())
      .arg(text.colour.rgba())
      .arg(text.halo.rgba());
}

}  // namespace

std::vector<TextAtlas::Sprite> TextAtlas::place(const std::vector<Text>& texts, double scale) {
  std::vector<Sprite> sprites;
  if (image_.isNull()) startAnew();
  if (placeAll(texts, scale, sprites)) return sprites;
  startAnew();
  placeAll(texts, scale, sprites);
  return sprites;
}

bool TextAtlas::placeAll(const std::vector<Text>& texts, double scale,
                         std::vector<Sprite>& sprites) {
  sprites.clear();
  for (const Text& text : texts) {
    Text rounded = text;
    rounded.angle = std::round(text.angle);
    const Entry* entry = entryFor(rounded, scale);
    if (entry == nullptr) return false;
    const QPoint anchor(static_cast<int>(std::lround(text.anchor.x() * scale)),
                        static_cast<int>(std::lround(text.anchor.y() * scale)));
    sprites.push_back({entry->source, anchor + entry->offset});
  }
  return true;
}

const TextAtlas::Entry* TextAtlas::entryFor(const Text& text, double scale) {
  const QString key = keyOf(text, scale);
  const auto found = entries_.constFind(key);
  if (found != entries_.constEnd()) return &found.value();

  const QRectF bounds = textBounds(text);
  const QRect pixels = QRectF(bounds.topLeft() * scale, bounds.size() * scale)
                           .toAlignedRect()
                           .adjusted(-1, -1, 1, 1);
  QPoint place;
  if (!findRoom(pixels.size(), place)) return nullptr;
  QImage sprite(pixels.size(), QImage::Format_ARGB32_Premultiplied);
  sprite.fill(Qt::transparent);
  {
    QPainter painter(&sprite);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.translate(-pixels.topLeft());
    painter.scale(scale, scale);
    Text centred = text;
    centred.anchor = {};
    paintText(painter, centred);
  }
  const QImage straight = sprite.convertToFormat(QImage::Format_RGBA8888);
  for (int row = 0; row < straight.height(); ++row) {
    std::copy_n(straight.constScanLine(row), straight.width() * 4,
                image_.scanLine(place.y() + row) + place.x() * 4);
  }
  return &entries_.insert(key, {QRect(place, pixels.size()), pixels.topLeft()}).value();
}

bool TextAtlas::findRoom(QSize size, QPoint& place) {
  if (size.width() > kWidth) return false;
  if (shelfX_ + size.width() > kWidth) {
    shelfTop_ += shelfHeight_;
    shelfHeight_ = 0;
    shelfX_ = 0;
  }
  const int bottom = shelfTop_ + size.height();
  if (bottom > kMostHeight) return false;
  if (bottom > image_.height()) {
    // QImage::copy pads with transparent pixels.
    image_ =
        image_.copy(0, 0, kWidth, std::min(kMostHeight, std::max(2 * image_.height(), bottom)));
  }
  place = QPoint(shelfX_, shelfTop_);
  shelfX_ += size.width();
  shelfHeight_ = std::max(shelfHeight_, size.height());
  return true;
}

void TextAtlas::startAnew() {
  image_ = QImage(kWidth, kFirstHeight, QImage::Format_RGBA8888);
  image_.fill(Qt::transparent);
  entries_.clear();
  shelfTop_ = shelfHeight_ = shelfX_ = 0;
}

}  // namespace isochron
