// SPDX-License-Identifier: GPL-3.0-or-later
// WorkProgress: what is being computed, how far it is, how long it will take, and Cancel.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QProgressBar;

namespace isochron {

/// Hidden until the work has taken half a second, so that short work shows nothing.
class WorkProgress : public QWidget {
  Q_OBJECT
 public:
  explicit WorkProgress(QWidget* parent = nullptr);

  /// `share` is asked for the share that is done, 0 to 1. Work that goes on keeps its clock.
  void start(const QString& text, std::function<double()> share);
  void stop();
  QString text() const;

 Q_SIGNALS:
  void cancelAsked();

 private:
  void update();

  QLabel* text_;
  QProgressBar* bar_;
  QLabel* left_;
  std::function<double()> share_;
  QElapsedTimer clock_;
  QTimer timer_;
};

}  // namespace isochron
