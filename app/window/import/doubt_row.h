// SPDX-License-Identifier: GPL-3.0-or-later
// DoubtRow: what is doubtful about a field of the import sheet, with a box to confirm it.
#pragma once

#include <QFrame>
#include <QStringList>

class QCheckBox;
class QLabel;

namespace isochron {

/// Shown below its field, on a warning's colours, while there is a doubt.
class DoubtRow : public QFrame {
  Q_OBJECT
 public:
  explicit DoubtRow(QWidget* parent);

  /// Sentences without their stops; none: there is no doubt. Those that were confirmed stay so.
  void setDoubts(const QStringList& sentences);
  bool hasDoubt() const { return doubt_; }
  bool isSettled() const;
  /// Its field was changed by hand: that settles the doubt.
  void settle();
  QCheckBox* confirmBox() { return confirm_; }
  QString text() const;

 Q_SIGNALS:
  void settledChanged();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void tint();

  bool doubt_ = false;
  QLabel* text_;
  QCheckBox* confirm_;
};

}  // namespace isochron
