// SPDX-License-Identifier: GPL-3.0-or-later
#include "value_control.h"

#include <QContextMenuEvent>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

constexpr int kSliderSteps = 1000;

}  // namespace

ValueControl::ValueControl(ValueSpec spec, QWidget* parent)
    : QWidget(parent),
      spec_(std::move(spec)),
      name_(new QLabel(this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      box_(new QDoubleSpinBox(this)) {
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
  box_->setKeyboardTracking(false);
  box_->setFixedWidth(box_->fontMetrics().horizontalAdvance(QStringLiteral("-00.00 nodes")) + 34);
  applySpec();
  setValue(spec_.standard);
  connect(slider_, &QSlider::valueChanged, this, [this] { box_->setValue(fromSlider()); });
  connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
    if (!slider_->isSliderDown()) showOnSlider();
    Q_EMIT valueChanged(value);
  });
}

double ValueControl::value() const { return box_->value(); }

void ValueControl::setValue(double value) {
  const QSignalBlocker quiet(box_);
  box_->setValue(value);
  showOnSlider();
}

void ValueControl::setSpec(const ValueSpec& spec) {
  spec_ = spec;
  const QSignalBlocker quiet(box_);
  applySpec();
  showOnSlider();
}

void ValueControl::setDisabledBecause(const QString& reason) {
  reason_ = reason;
  setEnabled(reason.isEmpty());
  applySpec();
}

void ValueControl::reset() { box_->setValue(spec_.standard); }

QString ValueControl::standardText() const {
  const QString number = QLocale().toString(spec_.standard, 'f', spec_.decimals);
  return spec_.unit.isEmpty() ? number : number + QLatin1Char(' ') + spec_.unit;
}

void ValueControl::applySpec() {
  name_->setText(spec_.name);
  box_->setDecimals(spec_.decimals);
  box_->setRange(spec_.min, spec_.max);
  box_->setSingleStep(spec_.step);
  box_->setSuffix(spec_.unit.isEmpty() ? QString() : QLatin1Char(' ') + spec_.unit);
  box_->setAccessibleName(spec_.name);
  slider_->setAccessibleName(spec_.name);
  const QLocale locale;
  const QString bounds =
      tr("%1 to %2 %3, default %4. Double click the name for the default.")
          .arg(locale.toString(spec_.min, 'f', spec_.decimals),
               locale.toString(spec_.max, 'f', spec_.decimals), spec_.unit, standardText());
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
  return std::clamp(std::round(value / spec_.step) * spec_.step, spec_.min, spec_.max);
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
