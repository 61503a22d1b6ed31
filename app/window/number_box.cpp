// SPDX-License-Identifier: GPL-3.0-or-later
#include "number_box.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QStyle>
#include <QStyleOptionSpinBox>
#include <QTimer>
#include <algorithm>
#include <cmath>

#include "number_text.h"

namespace isochron {
namespace {

constexpr double kThousand = 1000.0;
constexpr double kLeastMetres = 10.0;     // fewer are hardly meant
constexpr double kLeastInMetres = 500.0;  // slower waves are not typed without their unit
constexpr int kWordsWidth = 300;
constexpr int kNoteMilliseconds = 8000;

}  // namespace

NumberBox::NumberBox(bool whole, QWidget* parent) : QAbstractSpinBox(parent), whole_(whole) {
  connect(this, &QAbstractSpinBox::editingFinished, this, &NumberBox::takeTyped);
  connect(lineEdit(), &QLineEdit::textEdited, this, [this] {
    problem_.clear();
    note_.clear();
    tint();
    hideWords();
  });
  showText();
}

NumberBox::~NumberBox() { delete words_; }

int NumberBox::count() const { return static_cast<int>(std::llround(value_)); }

QString NumberBox::textOf(double value) const {
  return prefix_ + numberText(whole_ ? std::round(value) : value) + suffix_;
}

void NumberBox::showText() {
  problem_.clear();
  hideWords();
  tint();
  const QSignalBlocker quiet(lineEdit());
  lineEdit()->setText(textOf(value_));
}

void NumberBox::setValue(double value) {
  const double before = value_;
  value_ = std::clamp(whole_ ? std::round(value) : value, min_, max_);
  if (value_ == before) return;
  note_.clear();
  showText();
}

void NumberBox::change(double value) {
  const double before = value_;
  value_ = value;
  showText();
  if (value_ != before) Q_EMIT valueChanged(value_);
}

void NumberBox::setRange(double min, double max) {
  min_ = min;
  max_ = std::max(min, max);
  setValue(value_);
}

void NumberBox::setTotal(std::int64_t total) {
  setRange(1.0, static_cast<double>(total));
  setSuffix(total > 0 ? tr(" of %1").arg(numberText(static_cast<double>(total))) : QString());
  unit_.clear();
}

void NumberBox::setRangeName(const QString& name) { rangeName_ = name; }

void NumberBox::setSuffix(const QString& suffix) {
  if (suffix == suffix_) return;
  suffix_ = suffix;
  unit_ = suffix.trimmed();
  showText();
  updateGeometry();
}

void NumberBox::setPrefix(const QString& prefix) {
  prefix_ = prefix;
  showText();
  updateGeometry();
}

QString NumberBox::typedPart() const {
  QString typed = text();
  if (!prefix_.isEmpty() && typed.startsWith(prefix_)) typed.remove(0, prefix_.size());
  // Who types over the digits alone leaves the unit where it stands.
  if (!suffix_.isEmpty() && typed.endsWith(suffix_)) typed.chop(suffix_.size());
  return typed;
}

QString NumberBox::rangeProblem(double value) const {
  const QString lower = numberText(min_), upper = numberText(max_, unit_);
  QString problem =
      rangeName_.isEmpty()
          ? tr("%1 is not between %2 and %3.").arg(numberText(value, unit_), lower, upper)
          : tr("%1 is outside of %4, which reaches from %2 to %3.")
                .arg(numberText(value, unit_), lower, upper, rangeName_);
  const double metres = value / kThousand;
  if (unit_ == QLatin1String("km") && value >= kLeastMetres && metres >= min_ && metres <= max_)
    problem += QLatin1Char(' ') + tr("If metres are meant, type %1 m.").arg(numberText(value));
  return problem;
}

bool NumberBox::takeTyped() {
  // What is shown has fewer digits than the value may have: untouched, it stays.
  if (text() == textOf(value_)) {
    if (isRefused()) showText();
    return true;
  }
  const QString typed = typedPart();
  TypedNumber number = readNumber(typed, unit_, whole_);
  if (!number.value) {
    refuse(number.problem);
    return false;
  }
  double value = *number.value;
  const bool plain = number.note.isEmpty();
  if (plain && value > max_ && unit_ == QLatin1String("km/s") && value / kThousand <= max_ &&
      value / kThousand >= min_ && value >= kLeastInMetres) {
    number.note = QStringLiteral("%1 = %2").arg(numberText(value, QStringLiteral("m/s")),
                                                numberText(value / kThousand, unit_));
    value /= kThousand;
  }
  if (value < min_ || value > max_) {
    refuse(rangeProblem(value));
    return false;
  }
  note_ = number.note;
  change(value);
  if (!note_.isEmpty()) showWords();
  return true;
}

void NumberBox::refuse(const QString& problem) {
  problem_ = problem;
  note_.clear();
  tint();
  showWords();
}

void NumberBox::restore() {
  note_.clear();
  showText();
}

// --- what is said beside the box ----------------------------------------------------------------

void NumberBox::tint() {
  const bool refused = isRefused();
  if (!refused && !lineEdit()->testAttribute(Qt::WA_SetPalette)) return;
  if (!refused) return lineEdit()->setPalette(QPalette());
  QPalette colours = palette();
  const bool dark = colours.color(QPalette::Base).lightness() < 128;
  colours.setColor(QPalette::Base, dark ? QColor(0x6e, 0x2b, 0x2b) : QColor(0xf9, 0xdc, 0xd8));
  lineEdit()->setPalette(colours);
}

void NumberBox::showWords() {
  if (!isVisible()) return;
  hideWords();
  const bool dark = palette().color(QPalette::Window).lightness() < 128;
  const QColor ground =
      isRefused() ? QColor(dark ? 0x6e2b2b : 0xf9dcd8) : QColor(dark ? 0x24485e : 0xd9ecf8);
  words_ = new QLabel(isRefused() ? problem_ : note_, window());
  words_->setObjectName(QStringLiteral("numberWords"));
  words_->setTextFormat(Qt::PlainText);
  words_->setWordWrap(true);
  words_->setMargin(5);
  words_->setFrameShape(QFrame::StyledPanel);
  words_->setAutoFillBackground(true);
  words_->setAttribute(Qt::WA_TransparentForMouseEvents);
  QPalette colours = palette();
  colours.setColor(QPalette::Window, ground);
  words_->setPalette(colours);
  const int natural = words_->fontMetrics().horizontalAdvance(words_->text()) + 20;
  const int width = std::min({kWordsWidth, natural, window()->width()});
  words_->resize(width, words_->heightForWidth(width));
  QPoint place = mapTo(window(), QPoint(0, height() + 2));
  if (place.y() + words_->height() > window()->height())
    place.setY(mapTo(window(), QPoint(0, -2)).y() - words_->height());
  place.setX(std::clamp(place.x(), 0, std::max(0, window()->width() - width)));
  words_->move(place);
  words_->show();
  if (!isRefused()) QTimer::singleShot(kNoteMilliseconds, words_, &QLabel::deleteLater);
}

void NumberBox::hideWords() { delete words_; }

void NumberBox::focusInEvent(QFocusEvent* event) {
  QAbstractSpinBox::focusInEvent(event);
  if (isRefused()) showWords();
}

void NumberBox::hideEvent(QHideEvent* event) {
  hideWords();
  QAbstractSpinBox::hideEvent(event);
}

void NumberBox::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && isRefused()) tint();
  QAbstractSpinBox::changeEvent(event);
}

void NumberBox::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Escape && text() != textOf(value_)) {
    restore();
    selectAll();
    return event->accept();
  }
  QAbstractSpinBox::keyPressEvent(event);
  // Enter is not for what lies around the box while there is something to mend.
  if ((key == Qt::Key_Return || key == Qt::Key_Enter) && isRefused()) event->accept();
}

// --- steps --------------------------------------------------------------------------------------

double NumberBox::stepSize(double value) const {
  if (step_ > 0.0) return step_;
  if (value == 0.0) return whole_ ? 1.0 : 1e-3;
  const double place = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1.0);
  return whole_ ? std::max(1.0, place) : place;
}

void NumberBox::stepBy(int steps) {
  if (!takeTyped()) return;
  double value = value_;
  for (int i = 0; i < std::abs(steps); ++i) {
    // Downward from 1 goes to 0.99, not to 0.9.
    const double size = stepSize(steps > 0 ? value : value * (1.0 - 1e-9));
    const double sign = steps > 0 ? 1.0 : -1.0;
    value = step_ > 0.0 ? value + sign * size : std::round(value / size + sign) * size;
  }
  // Sums of tenths are not tenths.
  value = QLocale::c().toDouble(QString::number(value, 'g', 12));
  change(std::clamp(value, min_, max_));
  selectAll();
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const {
  StepEnabled enabled = StepNone;
  if (isReadOnly()) return enabled;
  if (value_ < max_) enabled |= StepUpEnabled;
  if (value_ > min_) enabled |= StepDownEnabled;
  return enabled;
}

// Anything may be typed: takeTyped() says what is wrong with it.
QValidator::State NumberBox::validate(QString&, int&) const { return QValidator::Acceptable; }

void NumberBox::fixup(QString&) const {}

QSize NumberBox::minimumSizeHint() const { return sizeHint(); }

QSize NumberBox::sizeHint() const {
  ensurePolished();
  const QFontMetrics metrics(font());
  constexpr int kCursor = 4;
  const QString longest = prefix_ + QStringLiteral("00000.0") + suffix_;
  const QSize content(metrics.horizontalAdvance(longest) + kCursor,
                      lineEdit()->sizeHint().height());
  QStyleOptionSpinBox option;
  initStyleOption(&option);
  return style()->sizeFromContents(QStyle::CT_SpinBox, &option, content, this);
}

NumberBox* refusedNumber(const QWidget& parent) {
  for (NumberBox* box : parent.findChildren<NumberBox*>())
    if (box->isVisible() && !box->takeTyped()) return box;
  return nullptr;
}

}  // namespace isochron
