// SPDX-License-Identifier: GPL-3.0-or-later
// Names of any length in a place of a given width: shortened in the middle, whole in the tooltip.
#pragma once

#include <QComboBox>
#include <QLabel>

namespace isochron {

/// Plain text in one line.
class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  explicit ElidedLabel(QWidget* parent = nullptr);
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;
};

class ElidedComboBox : public QComboBox {
  Q_OBJECT
 public:
  using QComboBox::QComboBox;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QString shownText() const;
};

}  // namespace isochron
