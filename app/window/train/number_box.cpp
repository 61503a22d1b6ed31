// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/number_box.h"

#include <QLineEdit>
#include <QLocale>
#include <QStyle>
#include <QStyleOptionSpinBox>
#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

constexpr int kDigits = 6;

}  // namespace

NumberBox::NumberBox(bool whole, QWidget* parent) : QAbstractSpinBox(parent), whole_(whole) {
  setCorrectionMode(CorrectToPreviousValue);
  connect(this, &QAbstractSpinBox::editingFinished, this, &NumberBox::take);
  lineEdit()->setText(textOf(value_));
}

QString NumberBox::textOf(double value) const {
  const QString number = whole_ ? QLocale().toString(static_cast<qint64>(std::llround(value)))
                                : QLocale().toString(value, 'g', kDigits);
  return number + suffix_;
}

bool NumberBox::read(QString text, double& value) const {
  if (!suffix_.isEmpty() && text.endsWith(suffix_)) text.chop(suffix_.size());
  text = text.trimmed();
  bool good = false;
  value = QLocale().toDouble(text, &good);
  if (!good) value = QLocale::c().toDouble(text, &good);
  if (!good || !std::isfinite(value)) return false;
  return !whole_ || value == std::round(value);
}

void NumberBox::setValue(double value) {
  value_ = std::clamp(whole_ ? std::round(value) : value, min_, max_);
  lineEdit()->setText(textOf(value_));
}

void NumberBox::change(double value) {
  const double before = value_;
  setValue(value);
  if (value_ != before) Q_EMIT valueChanged(value_);
}

void NumberBox::setRange(double min, double max) {
  min_ = min;
  max_ = max;
  setValue(value_);
}

void NumberBox::setSuffix(const QString& suffix) {
  suffix_ = suffix;
  lineEdit()->setText(textOf(value_));
}

void NumberBox::take() {
  double typed = 0.0;
  // What is shown has fewer digits than the value may have: untouched, it stays.
  if (text() == textOf(value_) || !read(text(), typed)) return setValue(value_);
  change(typed);
}

double NumberBox::stepSize(double value) const {
  if (value == 0.0) return whole_ ? 1.0 : 1e-3;
  const double place = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1.0);
  return whole_ ? std::max(1.0, place) : place;
}

void NumberBox::stepBy(int steps) {
  double value = value_;
  double typed = 0.0;
  if (text() != textOf(value_) && read(text(), typed)) value = typed;
  for (int i = 0; i < std::abs(steps); ++i) {
    // Downward from 1 goes to 0.99, not to 0.9.
    const double size = stepSize(steps > 0 ? value : value * (1.0 - 1e-9));
    value = std::round(value / size + (steps > 0 ? 1.0 : -1.0)) * size;
  }
  change(value);
  selectAll();
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const {
  StepEnabled enabled = StepNone;
  if (isReadOnly()) return enabled;
  if (value_ < max_) enabled |= StepUpEnabled;
  if (value_ > min_) enabled |= StepDownEnabled;
  return enabled;
}

QValidator::State NumberBox::validate(QString& text, int&) const {
  double value = 0.0;
  if (read(text, value))
    return value >= min_ && value <= max_ ? QValidator::Acceptable : QValidator::Intermediate;
  static const QString kLetters = QStringLiteral("0123456789+-.,eE ");
  QString number = text;
  if (!suffix_.isEmpty() && number.endsWith(suffix_)) number.chop(suffix_.size());
  const QString group = QLocale().groupSeparator();
  const bool possible = std::all_of(number.begin(), number.end(), [&](QChar c) {
    return kLetters.contains(c) || group.contains(c) || suffix_.contains(c);
  });
  return possible ? QValidator::Intermediate : QValidator::Invalid;
}

void NumberBox::fixup(QString& text) const {
  double value = 0.0;
  text = textOf(read(text, value) ? std::clamp(value, min_, max_) : value_);
}

QSize NumberBox::minimumSizeHint() const { return sizeHint(); }

QSize NumberBox::sizeHint() const {
  ensurePolished();
  const QFontMetrics metrics(font());
  constexpr int kCursor = 4;
  const QSize content(metrics.horizontalAdvance(QStringLiteral("00,000") + suffix_) + kCursor,
                      lineEdit()->sizeHint().height());
  QStyleOptionSpinBox option;
  initStyleOption(&option);
  return style()->sizeFromContents(QStyle::CT_SpinBox, &option, content, this);
}

}  // namespace isochron
