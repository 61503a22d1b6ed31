// SPDX-License-Identifier: GPL-3.0-or-later
#include "source_panel.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "number_box.h"
#include "number_text.h"
#include "project/document.h"

namespace isochron {
namespace {

NumberBox* coordinate(const QString& name, QWidget* parent) {
  auto* box = new NumberBox(false, parent);
  box->setPrefix(name + QStringLiteral("  "));
  box->setSuffix(QStringLiteral(" km"));
  box->setRangeName(SourcePanel::tr("the model"));
  box->setAccessibleName(SourcePanel::tr("Source, %1").arg(name));
  return box;
}

}  // namespace

SourcePanel::SourcePanel(QWidget* parent)
    : QWidget(parent),
      x_(coordinate(QStringLiteral("x"), this)),
      z_(coordinate(QStringLiteral("z"), this)) {
  auto* centre = new QPushButton(tr("Middle"), this);
  centre->setToolTip(tr("Put the source in the middle of the model."));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(x_, 1);
  layout->addWidget(z_, 1);
  layout->addWidget(centre);
  for (NumberBox* box : {x_, z_})
    connect(box, &NumberBox::valueChanged, this, [this] {
      Q_EMIT sourceTyped({x_->value(), z_->value()});
    });
  connect(centre, &QPushButton::clicked, this, [this] { Q_EMIT sourceTyped(middle(grid_)); });
}

void SourcePanel::show(const Grid& grid, Point source) {
  grid_ = grid;
  x_->setRange(grid.origin.x, grid.end().x);
  z_->setRange(grid.origin.z, grid.end().z);
  x_->setSingleStep(grid.dx);
  z_->setSingleStep(grid.dz);
  x_->setValue(source.x);
  z_->setValue(source.z);
  const auto km = [](double value) { return numberText(value, QStringLiteral("km")); };
  x_->setToolTip(tr("Where the source is along the model, %1 to %2; default: the middle.")
                     .arg(km(grid.origin.x), km(grid.end().x)));
  z_->setToolTip(tr("Depth of the source, %1 to %2; default: the middle.")
                     .arg(km(grid.origin.z), km(grid.end().z)));
}

}  // namespace isochron
