// SPDX-License-Identifier: GPL-3.0-or-later
// CoalescingNotifier: lets a worker's thread tell the GUI thread that there is something to fetch.
#pragma once

#include <QObject>
#include <atomic>

namespace isochron {

/// Notifications sent before the first was delivered are delivered as one.
class CoalescingNotifier : public QObject {
  Q_OBJECT
 public:
  explicit CoalescingNotifier(QObject* parent = nullptr) : QObject(parent) {}
  /// Any thread.
  void notify();

 Q_SIGNALS:
  /// In this object's thread.
  void notified();

 protected:
  bool event(QEvent* event) override;

 private:
  std::atomic<bool> pending_ = false;
};

}  // namespace isochron
