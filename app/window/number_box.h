// SPDX-License-Identifier: GPL-3.0-or-later
// NumberBox: the window's one entry for numbers: any size, typed as people write it (4e-3, 0.004,
// 2,5), taken as meant or refused in place.
#pragma once

#include <QAbstractSpinBox>
#include <QPointer>
#include <cstdint>

class QLabel;

namespace isochron {

/// A typed number is taken with Enter or when the box is left. It keeps all its digits. What cannot
/// be taken (no number, out of range, two readings) stays as it was typed, in red, with a sentence
/// beside the box, and the value stays as it was; Esc brings the value back. Where the suffix is a
/// unit, others of the same quantity may be typed ("250 m"), and what was made of them is told. The
/// arrows and keys go by a tenth of the leading digit's place, by one where the number is whole, or
/// by the step that was set.
class NumberBox : public QAbstractSpinBox {
  Q_OBJECT
 public:
  explicit NumberBox(bool whole, QWidget* parent = nullptr);
  ~NumberBox() override;

  double value() const { return value_; }
  int count() const;  // of a whole number
  /// Kept within the range. What is typed and not taken goes where this is another value.
  void setValue(double value);
  void setRange(double min, double max);
  /// For one of `total` things, counted from 1 and written "3 of 12".
  void setTotal(std::int64_t total);
  void setWhole(bool whole) { whole_ = whole; }
  /// What the range belongs to, for the sentence that refuses: "the model".
  void setRangeName(const QString& name);
  void setSuffix(const QString& suffix);
  void setPrefix(const QString& prefix);
  QString suffix() const { return suffix_; }
  /// For a unit that is written elsewhere, as at the head of a column.
  void setUnit(const QString& unit) { unit_ = unit; }
  void setSingleStep(double step) { step_ = step; }
  double minimum() const { return min_; }
  double maximum() const { return max_; }

  /// Takes what is typed, as Enter does. False where it is refused.
  bool takeTyped();
  bool isRefused() const { return !problem_.isEmpty(); }
  /// Why what is typed is refused.
  QString problem() const { return problem_; }
  /// What was made of what was typed: "4500 m/s = 4.5 km/s". Empty where that is plain.
  QString note() const { return note_; }
  /// The value again, without what was refused.
  void restore();

  void stepBy(int steps) override;
  QValidator::State validate(QString& text, int& position) const override;
  void fixup(QString& text) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void valueChanged(double value);

 protected:
  StepEnabled stepEnabled() const override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QString textOf(double value) const;
  QString typedPart() const;
  QString rangeProblem(double value) const;
  void showText();
  void refuse(const QString& problem);
  void change(double value);
  double stepSize(double value) const;
  void tint();
  void showWords();
  void hideWords();

  bool whole_;
  double value_ = 0.0;
  double min_ = 0.0;
  double max_ = 1.0;
  double step_ = 0.0;  // 0: by the leading digit
  QString prefix_;
  QString suffix_;
  QString unit_;
  QString rangeName_;
  QString problem_;
  QString note_;
  QPointer<QLabel> words_;  // beside the box, while there is something to say
};

/// Takes what is typed into the numbers in `parent` that are in sight. The first that is refused;
/// null where there is none. What acts on numbers asks this first, so that it does not act on older
/// ones than are shown.
NumberBox* refusedNumber(const QWidget& parent);

}  // namespace isochron
