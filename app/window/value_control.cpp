// SPDX-License-Identifier: GPL-3.0-or-later
#include "value_control.h"

#include <QContextMenuEvent>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "number_box.h"
#include "number_text.h"

namespace isochron {
namespace {

constexpr int kSliderSteps = 1000;

}  // namespace

ValueControl::ValueControl(ValueSpec spec, QWidget* parent)
    : QWidget(parent),
      spec_(std::move(spec)),
      name_(new QLabel(this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      box_(new NumberBox(spec_.decimals == 0, this)) {
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setHorizontalSpacing(6);
  layout->setVerticalSpacing(0);
  layout->addWidget(name_, 0, 0, 1, 2);
  layout->addWidget(slider_, 1, 0);
  layout->addWidget(box_, 1, 1);
  layout->setColumnStretch(0, 1);
  slider_->setRange(0, kSliderSteps);
  slider_->setFocusPolicy(Qt::TabFocus);
  slider_->installEventFilter(this);
  name_->installEventFilter(this);
  name_->setBuddy(box_);
  box_->setFixedWidth(box_->fontMetrics().horizontalAdvance(QStringLiteral("-00.00 nodes")) + 34);
  applySpec();
  setValue(spec_.standard);
  connect(slider_, &QSlider::valueChanged, this, [this] { take(fromSlider()); });
  connect(box_, &NumberBox::valueChanged, this, [this](double value) {
    showOnSlider();
    Q_EMIT valueChanged(value);
  });
}

double ValueControl::value() const { return box_->value(); }

void ValueControl::setValue(double value) {
  box_->setValue(value);
  showOnSlider();
}

void ValueControl::setSpec(const ValueSpec& spec) {
  spec_ = spec;
  applySpec();
  showOnSlider();
}

void ValueControl::setDisabledBecause(const QString& reason) {
  reason_ = reason;
  setEnabled(reason.isEmpty());
  applySpec();
}

void ValueControl::take(double value) {
  const double before = box_->value();
  box_->setValue(value);
  if (!slider_->isSliderDown()) showOnSlider();
  if (box_->value() != before) Q_EMIT valueChanged(box_->value());
}

void ValueControl::reset() {
  box_->restore();
  take(spec_.standard);
}

double ValueControl::rounded(double value) const {
  const double places = std::pow(10.0, spec_.decimals);
  return std::round(value * places) / places;
}

QString ValueControl::standardText() const {
  return numberText(rounded(spec_.standard), spec_.unit);
}

void ValueControl::applySpec() {
  name_->setText(spec_.name);
  box_->setWhole(spec_.decimals == 0);
  box_->setRange(spec_.min, spec_.max);
  box_->setSingleStep(spec_.step);
  box_->setSuffix(spec_.unit.isEmpty() ? QString() : QLatin1Char(' ') + spec_.unit);
  box_->setAccessibleName(spec_.name);
  slider_->setAccessibleName(spec_.name);
  const QString bounds = tr("%1 to %2, default %3. Double-click the name for the default.")
                             .arg(numberText(rounded(spec_.min)),
                                  numberText(rounded(spec_.max), spec_.unit), standardText());
  setToolTip(reason_.isEmpty() ? spec_.tip + QLatin1Char('\n') + bounds
                               : reason_ + QLatin1Char('\n') + spec_.tip);
}

void ValueControl::showOnSlider() {
  const QSignalBlocker quiet(slider_);
  const auto scale = [this](double v) { return spec_.logarithmic ? std::log(v) : v; };
  const double t =
      (scale(box_->value()) - scale(spec_.min)) / (scale(spec_.max) - scale(spec_.min));
  slider_->setValue(static_cast<int>(std::lround(t * kSliderSteps)));
}

double ValueControl::fromSlider() const {
  const double t = static_cast<double>(slider_->value()) / kSliderSteps;
  const double value = spec_.logarithmic ? spec_.min * std::pow(spec_.max / spec_.min, t)
                                         : spec_.min + t * (spec_.max - spec_.min);
  // The slider moves by whole steps, so that it gives the numbers people type.
  return std::clamp(rounded(std::round(value / spec_.step) * spec_.step), spec_.min, spec_.max);
}

bool ValueControl::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::MouseButtonDblClick || !isEnabled())
    return QWidget::eventFilter(watched, event);
  reset();
  return true;
}

void ValueControl::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Reset to %1").arg(standardText()), this, &ValueControl::reset);
  menu.exec(event->globalPos());
}

}  // namespace isochron
