// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/walk_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "number_box.h"
#include "value_control.h"

namespace isochron {
namespace {

ValueSpec deviationsSpec() {
  ValueSpec spec;
  spec.name = WalkPanel::tr("Distance from the chosen model");
  spec.unit = WalkPanel::tr("SD");
  spec.min = -4.0;
  spec.max = 4.0;
  spec.standard = 0.0;
  spec.step = 0.05;
  spec.tip = WalkPanel::tr(
      "How far to walk from the chosen model, in standard deviations of the models on the map. "
      "Changes the decoded model alone.");
  return spec;
}

ValueSpec fractionSpec() {
  ValueSpec spec;
  spec.name = WalkPanel::tr("Way from A to B");
  spec.min = 0.0;
  spec.max = 1.0;
  spec.standard = 0.0;
  spec.step = 0.01;
  spec.tip = WalkPanel::tr(
      "0 is A, 1 is B; between them the latents are mixed. Changes the decoded model alone.");
  return spec;
}

}  // namespace

WalkPanel::WalkPanel(QWidget* parent)
    : QWidget(parent),
      along_(new QRadioButton(tr("Along a direction"), this)),
      between_(new QRadioButton(tr("Between two models"), this)),
      pages_(new QStackedWidget(this)),
      reset_(new QPushButton(tr("Reset"), this)),
      use_(new QPushButton(tr("Use in Explore"), this)),
      remark_(new QLabel(this)) {
  along_->setChecked(true);
  along_->setToolTip(tr("Walk from the chosen model along a principal direction of the latents."));
  between_->setToolTip(tr("Walk straight from the latents of model A to those of model B."));
  reset_->setToolTip(tr("Back to the start of the walk (R)."));
  remark_->setWordWrap(true);
  auto* kinds = new QHBoxLayout;
  kinds->addWidget(along_);
  kinds->addWidget(between_);
  kinds->addStretch(1);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(remark_, 1);
  buttons->addWidget(reset_);
  buttons->addWidget(use_);
  pages_->addWidget(buildAlong());
  pages_->addWidget(buildBetween());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 4, 8, 6);
  layout->setSpacing(4);
  layout->addLayout(kinds);
  layout->addWidget(pages_);
  layout->addLayout(buttons);
  layout->addStretch(1);
  connect(along_, &QRadioButton::toggled, this, &WalkPanel::tell);
  connect(reset_, &QPushButton::clicked, this, &WalkPanel::resetAsked);
  connect(use_, &QPushButton::clicked, this, &WalkPanel::useAsked);
  setCannotUse(tr("There is no decoded model yet."));
  setMap(nullptr);
}

QWidget* WalkPanel::buildAlong() {
  auto* page = new QWidget(this);
  direction_ = new NumberBox(true, page);
  direction_->setAccessibleName(tr("Direction"));
  direction_->setToolTip(
      tr("Principal direction to walk along, by how much the models' velocities differ along it; "
         "default 1. The map shows two of them."));
  share_ = new QLabel(page);
  deviations_ = new ValueControl(deviationsSpec(), page);
  auto* name = new QLabel(tr("Direction"), page);
  name->setBuddy(direction_);
  auto* row = new QHBoxLayout;
  row->addWidget(name);
  row->addWidget(direction_);
  row->addWidget(share_, 1);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(row);
  layout->addWidget(deviations_);
  layout->addStretch(1);
  connect(direction_, &NumberBox::valueChanged, this, [this] {
    showShare();
    tell();
  });
  connect(deviations_, &ValueControl::valueChanged, this, &WalkPanel::tell);
  return page;
}

QWidget* WalkPanel::buildBetween() {
  auto* page = new QWidget(this);
  first_ = new QLabel(page);
  second_ = new QLabel(page);
  setFirst_ = new QPushButton(tr("Chosen as A"), page);
  setSecond_ = new QPushButton(tr("Chosen as B"), page);
  setFirst_->setToolTip(tr("The walk begins at the chosen model (Shift+A)."));
  setSecond_->setToolTip(tr("The walk ends at the chosen model (Shift+B)."));
  fraction_ = new ValueControl(fractionSpec(), page);
  auto* layout = new QGridLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setVerticalSpacing(2);
  for (QLabel* label : {first_, second_}) {
    label->setTextFormat(Qt::PlainText);
    label->setMinimumWidth(40);
  }
  layout->addWidget(first_, 0, 0);
  layout->addWidget(setFirst_, 0, 1);
  layout->addWidget(second_, 1, 0);
  layout->addWidget(setSecond_, 1, 1);
  layout->addWidget(fraction_, 2, 0, 1, 2);
  layout->setColumnStretch(0, 1);
  connect(setFirst_, &QPushButton::clicked, this, &WalkPanel::firstAsked);
  connect(setSecond_, &QPushButton::clicked, this, &WalkPanel::secondAsked);
  connect(fraction_, &ValueControl::valueChanged, this, &WalkPanel::tell);
  return page;
}

void WalkPanel::setWalk(const Walk& walk, const QString& first, const QString& second) {
  walk_ = walk;
  const bool between = walk.kind == Walk::Kind::Between;
  const QSignalBlocker quiet(along_);
  along_->setChecked(!between);
  between_->setChecked(between);
  pages_->setCurrentIndex(between ? 1 : 0);
  direction_->setValue(walk.direction + 1);
  deviations_->setValue(walk.deviations);
  fraction_->setValue(walk.fraction);
  first_->setText(tr("A: %1").arg(first));
  second_->setText(tr("B: %1").arg(second));
  first_->setToolTip(first);
  second_->setToolTip(second);
  showShare();
}

void WalkPanel::setMap(const LatentMap* map) {
  shares_.clear();
  if (map != nullptr)
    shares_.assign(map->directions.shares.data(),
                   map->directions.shares.data() + map->directions.shares.size());
  direction_->setRange(1, std::max(1, static_cast<int>(shares_.size())));
  direction_->setEnabled(!shares_.empty());
  deviations_->setDisabledBecause(shares_.empty() ? tr("The models are not encoded yet.")
                                                  : QString());
  between_->setEnabled(map != nullptr);
  showShare();
}

void WalkPanel::showShare() {
  const auto index = static_cast<std::size_t>(direction_->count() - 1);
  if (index >= shares_.size()) return share_->clear();
  share_->setText(tr("of %1: %2 % of what the models differ in")
                      .arg(shares_.size())
                      .arg(QLocale().toString(100 * shares_[index], 'f', 1)));
}

void WalkPanel::setRemark(const QString& text) { remark_->setText(text); }

QString WalkPanel::remark() const { return remark_->text(); }

void WalkPanel::setCannotUse(const QString& reason) {
  use_->setEnabled(reason.isEmpty());
  use_->setToolTip(reason.isEmpty() ? tr("Makes the decoded model the drawing (U): one undo step.")
                                    : reason);
}

void WalkPanel::tell() {
  walk_.kind = between_->isChecked() ? Walk::Kind::Between : Walk::Kind::Direction;
  walk_.direction = direction_->count() - 1;
  walk_.deviations = deviations_->value();
  walk_.fraction = fraction_->value();
  pages_->setCurrentIndex(between_->isChecked() ? 1 : 0);
  Q_EMIT walkChanged(walk_);
}

}  // namespace isochron
