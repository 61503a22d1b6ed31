// SPDX-License-Identifier: GPL-3.0-or-later
// Sprites on shelves, from the top of the image downward.
#include "text_atlas.h"

#include <QPainter>
#include <QTransform>
#include <algorithm>
#include <cmath>

#include "draw_list_painter.h"

namespace isochron {
namespace {

constexpr int kWidth = 1024;
constexpr int kFirstHeight = 256;
constexpr int kMostHeight = 4096;
// Averages 2 x 2 pixels when it is drawn at half the size: turned text stays clear.
constexpr double kTurnedScale = 2.0;

QString keyOf(const Text& text, double scale) {
  return QStringLiteral("%1|%2|%3|%4|%5|%6")
      .arg(text.text)
      .arg(text.size * scale)
      .arg(text.angle)
      .arg(text.alignment.toInt())
      .arg(text.colour.rgba())
      .arg(text.halo.rgba());
}

std::array<QPointF, 4> cornersOf(const QRectF& r) {
  return {r.topLeft(), r.topRight(), r.bottomRight(), r.bottomLeft()};
}

std::array<QPointF, 4> turnedCorners(const QRectF& drawn, QPointF anchor, double angle) {
  QTransform place;
  place.translate(anchor.x(), anchor.y());
  place.rotate(angle);
  place.scale(1.0 / kTurnedScale, 1.0 / kTurnedScale);
  std::array<QPointF, 4> corners = cornersOf(drawn);
  for (QPointF& corner : corners) corner = place.map(corner);
  return corners;
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
    Text drawn = text;
    const bool turned = std::remainder(text.angle, 90.0) != 0.0;
    if (turned) drawn.angle = 0.0;
    const Entry* entry = entryFor(drawn, turned ? kTurnedScale * scale : scale);
    if (entry == nullptr) return false;
    const QPointF anchor = text.anchor * scale;
    if (turned) {
      sprites.push_back({entry->source, turnedCorners(QRect(entry->offset, entry->source.size()),
                                                      anchor, text.angle)});
    } else {
      const QPointF whole(std::round(anchor.x()), std::round(anchor.y()));
      sprites.push_back(
          {entry->source, cornersOf(QRectF(whole + entry->offset, QSizeF(entry->source.size())))});
    }
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
