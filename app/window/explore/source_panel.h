// SPDX-License-Identifier: GPL-3.0-or-later
// SourcePanel: the source's position, typed.
#pragma once

#include <QWidget>

#include "field/grid.h"

namespace isochron {

class NumberBox;

class SourcePanel : public QWidget {
  Q_OBJECT
 public:
  explicit SourcePanel(QWidget* parent = nullptr);
  /// Bounds are the grid's.
  void show(const Grid& grid, Point source);
  using QWidget::show;

 Q_SIGNALS:
  void sourceTyped(isochron::Point position);

 private:
  NumberBox* x_;
  NumberBox* z_;
  Grid grid_;
};

}  // namespace isochron
