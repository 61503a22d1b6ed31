// SPDX-License-Identifier: GPL-3.0-or-later
#include "colour_legend.h"

#include <QLocale>
#include <QPainter>

#include "axis_ticks.h"

namespace isochron {
namespace {

constexpr int kBarHeight = 10;
constexpr int kTick = 3;
constexpr int kLabelWidth = 34;

}  // namespace

ColourLegend::ColourLegend(QString unit, QWidget* parent)
    : QWidget(parent), unit_(std::move(unit)) {
  setAccessibleName(tr("Colours"));
}

void ColourLegend::setColouring(const Colouring& colouring) {
  if (colouring == colouring_) return;
  colouring_ = colouring;
  setToolTip(text());
  update();
}

QString ColourLegend::text() const {
  if (!(colouring_.min < colouring_.max)) return {};
  const QLocale locale;
  return tr("%1 to %2 %3")
      .arg(locale.toString(colouring_.min, 'g', 4), locale.toString(colouring_.max, 'g', 4), unit_);
}

QSize ColourLegend::sizeHint() const {
  return {260, kBarHeight + kTick + fontMetrics().height() + 2};
}

QSize ColourLegend::minimumSizeHint() const { return {150, sizeHint().height()}; }

void ColourLegend::paintEvent(QPaintEvent*) {
  if (!(colouring_.min < colouring_.max)) return;
  QPainter painter(this);
  const int unitWidth = fontMetrics().horizontalAdvance(unit_) + 6;
  const QRect bar(kLabelWidth / 2, 1, width() - kLabelWidth - unitWidth, kBarHeight);
  const ColourTable table = colourTable(colouring_.map, colouring_.inverted);
  for (int x = 0; x < bar.width(); ++x)
    painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                     colourAt(table, (x + 0.5) / bar.width()));
  painter.setPen(palette().color(QPalette::WindowText));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(bar.adjusted(0, 0, -1, -1));
  const AxisTicks ticks =
      axisTicks(colouring_.min, colouring_.max, std::max(1, bar.width() / kLabelWidth));
  for (const double value : ticks.major) {
    const double share = (value - colouring_.min) / (colouring_.max - colouring_.min);
    const int x = bar.left() + static_cast<int>(share * (bar.width() - 1));
    painter.drawLine(x, bar.bottom(), x, bar.bottom() + kTick);
    painter.drawText(
        QRect(x - kLabelWidth / 2, bar.bottom() + kTick, kLabelWidth, fontMetrics().height()),
        Qt::AlignCenter, tickText(value, ticks.step));
  }
  painter.drawText(QRect(bar.right() + 6, bar.top() - 2, unitWidth, fontMetrics().height()),
                   Qt::AlignLeft | Qt::AlignTop, unit_);
}

}  // namespace isochron
