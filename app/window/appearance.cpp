// SPDX-License-Identifier: GPL-3.0-or-later
#include "appearance.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QProxyStyle>
#include <QSettings>
#include <QStyleOption>

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

/// Fusion, whose boxes to tick have a border that is darker than the ground: on a dark one it
/// cannot be seen.
class OutlinedStyle : public QProxyStyle {
 public:
  OutlinedStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool box = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (!box && element != PE_IndicatorRadioButton) return;
    if (option->palette.color(QPalette::Window).lightness() >= 128) return;
    const bool enabled = (option->state & State_Enabled) != 0;
    painter->save();
    painter->setPen(enabled ? QColor(150, 150, 158) : QColor(96, 96, 102));
    painter->setBrush(Qt::NoBrush);
    const QRectF outline = QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter->setRenderHint(QPainter::Antialiasing, !box);
    if (box)
      painter->drawRect(outline);
    else
      painter->drawEllipse(outline);
    painter->restore();
  }
};

const QString kKey = QStringLiteral("window/appearance");
constexpr std::pair<Appearance, const char*> kNames[] = {
    {Appearance::System, "system"}, {Appearance::Light, "light"}, {Appearance::Dark, "dark"}};

}  // namespace

Appearance rememberedAppearance(const QSettings& settings) {
  const QString name = settings.value(kKey).toString();
  for (const auto& [appearance, known] : kNames)
    if (name == QLatin1String(known)) return appearance;
  return Appearance::System;
}

void rememberAppearance(QSettings& settings, Appearance appearance) {
  for (const auto& [known, name] : kNames)
    if (known == appearance) settings.setValue(kKey, QLatin1String(name));
}

void useAppearance(Appearance appearance) {
  // The desktop's own, as it was before the first call.
  static const QString desktopStyle = QApplication::style()->name();
  if (appearance == Appearance::System) {
    if (desktopStyle.compare(QLatin1String("fusion"), Qt::CaseInsensitive) == 0)
      QApplication::setStyle(new OutlinedStyle);
    else
      QApplication::setStyle(desktopStyle);
    return QApplication::setPalette(QPalette());
  }
  QApplication::setStyle(new OutlinedStyle);
  QPalette palette = appearance == Appearance::Dark ? darkPalette() : lightPalette();
  palette.setColor(QPalette::Highlight, QColor(0x2f, 0x81, 0xd6));
  palette.setColor(QPalette::HighlightedText, Qt::white);
  QApplication::setPalette(palette);
}

}  // namespace isochron
