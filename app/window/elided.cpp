// SPDX-License-Identifier: GPL-3.0-or-later
#include "elided.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolTip>

namespace isochron {
namespace {

constexpr int kShortest = 40;

/// The whole text above what the widget says anyway.
bool showWhole(QWidget& widget, QEvent* event, const QString& text, bool isShort) {
  if (event->type() != QEvent::ToolTip || !isShort) return false;
  const QString tip =
      widget.toolTip().isEmpty() ? text : text + QLatin1Char('\n') + widget.toolTip();
  QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), tip, &widget);
  return true;
}

}  // namespace

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) { setTextFormat(Qt::PlainText); }

QSize ElidedLabel::minimumSizeHint() const {
  return {std::min(kShortest, sizeHint().width()), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent* event) {
  const QString shown = fontMetrics().elidedText(text(), Qt::ElideMiddle, contentsRect().width());
  if (shown == text()) return QLabel::paintEvent(event);
  QPainter painter(this);
  style()->drawItemText(&painter, contentsRect(),
                        static_cast<int>(alignment()) | Qt::TextSingleLine, palette(), isEnabled(),
                        shown, foregroundRole());
}

bool ElidedLabel::event(QEvent* event) {
  const bool isShort = fontMetrics().horizontalAdvance(text()) > contentsRect().width();
  return showWhole(*this, event, text(), isShort) || QLabel::event(event);
}

QString ElidedComboBox::shownText() const {
  QStyleOptionComboBox option;
  initStyleOption(&option);
  const int room =
      style()
          ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this)
          .width();
  return fontMetrics().elidedText(currentText(), Qt::ElideMiddle, room);
}

void ElidedComboBox::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  QStyleOptionComboBox option;
  initStyleOption(&option);
  option.currentText = shownText();
  painter.drawComplexControl(QStyle::CC_ComboBox, option);
  painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

bool ElidedComboBox::event(QEvent* event) {
  const bool asks = event->type() == QEvent::ToolTip;
  return showWhole(*this, event, currentText(), asks && shownText() != currentText()) ||
         QComboBox::event(event);
}

}  // namespace isochron
