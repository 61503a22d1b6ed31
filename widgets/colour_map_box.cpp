// SPDX-License-Identifier: GPL-3.0-or-later
// Previews as icons of the items.
#include "colour_map_box.h"

#include <QEvent>
#include <QIcon>
#include <QPainter>
#include <QPixmap>
#include <QSignalBlocker>
#include <cmath>

#include "colour_maps.h"

namespace isochron {
namespace {

QPixmap preview(const QString& name, bool inverted, QSize size, double scale) {
  const ColourTable table = colourTable(name, inverted);
  QImage strip((QSizeF(size) * scale).toSize(), QImage::Format_RGB32);
  for (int x = 0; x < strip.width(); ++x) {
    const QColor colour = colourAt(table, (x + 0.5) / strip.width());
    for (int y = 0; y < strip.height(); ++y) strip.setPixelColor(x, y, colour);
  }
  QPixmap pixmap = QPixmap::fromImage(strip);
  pixmap.setDevicePixelRatio(scale);
  return pixmap;
}

}  // namespace

ColourMapBox::ColourMapBox(QWidget* parent) : QComboBox(parent) {
  for (const QString& name : colourMapNames()) addItem(colourMapTitle(name), name);
  setAccessibleName(tr("Colour map"));
  setToolTip(tr("Colours of the values, from low to high"));
  drawPreviews();
  connect(this, &QComboBox::activated, this, [this] { Q_EMIT colourMapChosen(colourMap()); });
}

QString ColourMapBox::colourMap() const { return currentData().toString(); }

void ColourMapBox::setColourMap(const QString& name) {
  const int index = findData(name);
  if (index < 0) return;
  const QSignalBlocker quiet(this);
  setCurrentIndex(index);
}

void ColourMapBox::setInverted(bool inverted) {
  if (inverted == inverted_) return;
  inverted_ = inverted;
  drawPreviews();
}

void ColourMapBox::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange) drawPreviews();
  QComboBox::changeEvent(event);
}

void ColourMapBox::drawPreviews() {
  const int height = fontMetrics().ascent();
  const QSize size(5 * height, height);
  setIconSize(size);
  for (int i = 0; i < count(); ++i) {
    const QString name = itemData(i).toString();
    setItemIcon(i, QIcon(preview(name, inverted_, size, devicePixelRatioF())));
  }
}

}  // namespace isochron
