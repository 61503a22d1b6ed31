// SPDX-License-Identifier: GPL-3.0-or-later
#include "appearance.h"

#include <QApplication>
#include <QPalette>

namespace isochron {
namespace {

QPalette lightPalette() {
  QPalette palette(QColor(239, 239, 239));
  palette.setColor(QPalette::Base, Qt::white);
  palette.setColor(QPalette::AlternateBase, QColor(247, 247, 247));
  return palette;
}

QPalette darkPalette() {
  QPalette palette(QColor(50, 50, 54));
  palette.setColor(QPalette::Base, QColor(36, 36, 40));
  palette.setColor(QPalette::AlternateBase, QColor(44, 44, 48));
  palette.setColor(QPalette::Link, QColor(0x7a, 0xb8, 0xf5));
  // What Qt derives can hardly be read.
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, QColor(140, 140, 146));
  palette.setColor(QPalette::PlaceholderText, QColor(140, 140, 146));
  return palette;
}

}  // namespace

void useAppearance(Appearance appearance) {
  QApplication::setStyle(QStringLiteral("Fusion"));
  QPalette palette = appearance == Appearance::Dark ? darkPalette() : lightPalette();
  palette.setColor(QPalette::Highlight, QColor(0x2f, 0x81, 0xd6));
  palette.setColor(QPalette::HighlightedText, Qt::white);
  QApplication::setPalette(palette);
}

}  // namespace isochron
