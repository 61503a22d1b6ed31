// SPDX-License-Identifier: GPL-3.0-or-later
// LearningLoader: loads the learning library, and LibTorch with it, away from the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <mutex>
#include <thread>

#include "coalescing_notifier.h"

namespace isochron {

/// What asks for one of the library's functions before it is loaded waits for it: a GUI thread
/// asks only once this says so.
class LearningLoader : public QObject {
  Q_OBJECT
 public:
  /// Begins at once. Where the library is there already, isLoaded() holds from the start.
  explicit LearningLoader(QObject* parent = nullptr);
  ~LearningLoader() override;

  bool isLoaded() const { return loaded_; }
  /// A sentence on why it cannot be loaded; empty: it can.
  const QString& problem() const { return problem_; }

 Q_SIGNALS:
  /// It is there, or there is a problem. Not where it was there from the start.
  void loaded();

 private:
  void deliver();

  bool loaded_ = false;
  QString problem_;
  CoalescingNotifier notifier_;
  std::mutex mutex_;
  QString failure_;  // under the mutex
  std::jthread thread_;
};

}  // namespace isochron
