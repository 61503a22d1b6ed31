// SPDX-License-Identifier: GPL-3.0-or-later
// ColourLegend: which colour stands for which value, as a bar with numbers.
#pragma once

#include <QWidget>

#include "colour_maps.h"

namespace isochron {

class ColourLegend : public QWidget {
  Q_OBJECT
 public:
  explicit ColourLegend(QString unit, QWidget* parent = nullptr);

  /// Nothing is drawn where min is not below max.
  void setColouring(const Colouring& colouring);
  const Colouring& colouring() const { return colouring_; }
  /// "2.1 to 5.9 km/s"; empty where there is no range.
  QString text() const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString unit_;
  Colouring colouring_;
};

}  // namespace isochron
