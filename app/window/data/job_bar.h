// SPDX-License-Identifier: GPL-3.0-or-later
// JobBar: how far a long job is, how long it will take, and a button to end it.
#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace isochron {

class LongJob;

/// Shown while the job runs.
class JobBar : public QFrame {
  Q_OBJECT
 public:
  explicit JobBar(LongJob& job, QWidget* parent = nullptr);

  QString sentence() const;
  QPushButton* cancelButton() { return cancel_; }

 private:
  void show();

  LongJob& job_;
  QLabel* text_;
  QProgressBar* progress_;
  QPushButton* cancel_;
};

}  // namespace isochron
