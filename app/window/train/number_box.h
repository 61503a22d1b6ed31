// SPDX-License-Identifier: GPL-3.0-or-later
// NumberBox: a number of any size, typed as people write it: 4e-3, 0.004, 20,000.
#pragma once

#include <QAbstractSpinBox>

namespace isochron {

/// The arrows and keys go by a tenth of the leading digit's place, or by one where it is whole.
class NumberBox : public QAbstractSpinBox {
  Q_OBJECT
 public:
  explicit NumberBox(bool whole, QWidget* parent = nullptr);

  double value() const { return value_; }
  /// Kept within the range.
  void setValue(double value);
  void setRange(double min, double max);
  void setSuffix(const QString& suffix);
  double minimum() const { return min_; }
  double maximum() const { return max_; }

  void stepBy(int steps) override;
  QValidator::State validate(QString& text, int& position) const override;
  void fixup(QString& text) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void valueChanged(double value);

 protected:
  StepEnabled stepEnabled() const override;

 private:
  QString textOf(double value) const;
  bool read(QString text, double& value) const;
  void take();
  void change(double value);
  double stepSize(double value) const;

  bool whole_;
  double value_ = 0.0;
  double min_ = 0.0;
  double max_ = 1.0;
  QString suffix_;
};

}  // namespace isochron
