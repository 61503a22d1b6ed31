// SPDX-License-Identifier: GPL-3.0-or-later
// Doorbell: lets a worker's thread tell the GUI thread that there is something to fetch.
#pragma once

#include <QObject>
#include <atomic>

namespace isochron {

/// Rings that come before the first was heard are heard as one.
class Doorbell : public QObject {
  Q_OBJECT
 public:
  explicit Doorbell(QObject* parent = nullptr) : QObject(parent) {}
  /// Any thread.
  void ring();

 Q_SIGNALS:
  /// In this object's thread.
  void rang();

 protected:
  bool event(QEvent* event) override;

 private:
  std::atomic<bool> ringing_ = false;
};

}  // namespace isochron
