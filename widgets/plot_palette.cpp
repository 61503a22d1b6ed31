// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot_palette.h"

namespace isochron {

QColor faintText(const QPalette& palette) {
  QColor faint = palette.color(QPalette::Text);
  faint.setAlpha(40);
  return faint;
}

void applyPlotPalette(QCustomPlot& plot, std::initializer_list<QCPAxis*> axes,
                      const QPalette& palette, const QFont& font) {
  const QColor text = palette.color(QPalette::Text), faint = faintText(palette);
  plot.setBackground(palette.color(QPalette::Window));
  plot.axisRect()->setBackground(palette.color(QPalette::Base));
  for (QCPAxis* axis : axes) {
    axis->setBasePen(text);
    axis->setTickPen(text);
    axis->setSubTickPen(text);
    axis->setTickLabelColor(text);
    axis->setLabelColor(text);
    axis->grid()->setPen(QPen(faint, 0, Qt::DotLine));
    axis->grid()->setZeroLinePen(QPen(faint));
    axis->setTickLabelFont(font);
    axis->setLabelFont(font);
  }
}

}  // namespace isochron
