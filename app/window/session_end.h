// SPDX-License-Identifier: GPL-3.0-or-later
// SessionEnd: tells when the system asks the program to end: logging out, SIGTERM, SIGHUP, SIGINT.
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace isochron {

/// One in a program. A second signal ends the program at once, as if it did not listen.
class SessionEnd : public QObject {
  Q_OBJECT
 public:
  explicit SessionEnd(QObject* parent = nullptr);
  ~SessionEnd() override;

 Q_SIGNALS:
  /// The desktop's session is about to end, and may yet be kept: what is not saved should be kept,
  /// and closing must not ask.
  void mayCome();
  /// The program should end now.
  void came();

 private:
  int ends_[2] = {-1, -1};  // of a pipe: a handler of signals may do little more than write to it
  QSocketNotifier* notifier_ = nullptr;
};

}  // namespace isochron
