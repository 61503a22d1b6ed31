// SPDX-License-Identifier: GPL-3.0-or-later
#include "icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// In a static library resources must be asked for, from outside of any namespace.
static void initResources() { Q_INIT_RESOURCE(window); }

namespace isochron {
namespace {

QPixmap drawn(const QByteArray& svg, const QColor& colour, int size) {
  QByteArray coloured = svg;
  coloured.replace("#000", colour.name().toLatin1());
  QSvgRenderer renderer(coloured);
  QPixmap pixmap(size, size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  renderer.render(&painter);
  return pixmap;
}

}  // namespace

QIcon lineIcon(const QString& name, const QPalette& palette) {
  if (name.isEmpty()) return {};
  initResources();
  QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray svg = file.readAll();
  QIcon icon;
  for (const int size : {16, 24, 32, 48, 64}) {
    icon.addPixmap(drawn(svg, palette.color(QPalette::Active, QPalette::ButtonText), size));
    icon.addPixmap(drawn(svg, palette.color(QPalette::Disabled, QPalette::ButtonText), size),
                   QIcon::Disabled);
  }
  return icon;
}

QIcon programIcon() {
  initResources();
  return QIcon(QStringLiteral(":/icons/isochron.svg"));
}

}  // namespace isochron
