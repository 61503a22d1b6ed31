// SPDX-License-Identifier: GPL-3.0-or-later
#include "source_panel.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

#include "project/document.h"

namespace isochron {
namespace {

QDoubleSpinBox* coordinate(const QString& prefix, QWidget* parent) {
  auto* box = new QDoubleSpinBox(parent);
  box->setPrefix(prefix);
  box->setSuffix(QStringLiteral(" km"));
  box->setDecimals(4);
  box->setKeyboardTracking(false);
  box->setAccessibleName(prefix);
  return box;
}

}  // namespace

SourcePanel::SourcePanel(QWidget* parent)
    : QWidget(parent),
      x_(coordinate(QStringLiteral("x  "), this)),
      z_(coordinate(QStringLiteral("z  "), this)) {
  auto* centre = new QPushButton(tr("Middle"), this);
  centre->setToolTip(tr("Put the source in the middle of the model."));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(x_, 1);
  layout->addWidget(z_, 1);
  layout->addWidget(centre);
  for (QDoubleSpinBox* box : {x_, z_})
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
      Q_EMIT sourceTyped({x_->value(), z_->value()});
    });
  connect(centre, &QPushButton::clicked, this, [this] { Q_EMIT sourceTyped(middle(grid_)); });
}

void SourcePanel::show(const Grid& grid, Point source) {
  grid_ = grid;
  const QSignalBlocker quietX(x_);
  const QSignalBlocker quietZ(z_);
  x_->setRange(grid.origin.x, grid.end().x);
  z_->setRange(grid.origin.z, grid.end().z);
  x_->setSingleStep(grid.dx);
  z_->setSingleStep(grid.dz);
  x_->setValue(source.x);
  z_->setValue(source.z);
  const QString tip = tr("Distance along the model, %1 to %2 km; default the middle.");
  x_->setToolTip(tip.arg(grid.origin.x).arg(grid.end().x));
  z_->setToolTip(
      tr("Depth, %1 to %2 km; default the middle.").arg(grid.origin.z).arg(grid.end().z));
}

}  // namespace isochron
