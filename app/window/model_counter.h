// SPDX-License-Identifier: GPL-3.0-or-later
// ModelCounter: how many velocity models a file holds, found out away from the window's thread.
#pragma once

#include <QObject>
#include <QString>

#include "coalescing_notifier.h"
#include "latest_worker.h"

namespace isochron {

struct CountedFile {
  QString path;
  std::int64_t models = 0;  // as the file is guessed to be; 0: it cannot be read
};

/// The latest file wins.
class ModelCounter : public QObject {
  Q_OBJECT
 public:
  explicit ModelCounter(QObject* parent = nullptr);
  void count(const QString& path);
  bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void counted(const isochron::CountedFile& file);

 private:
  bool busy_ = false;
  CoalescingNotifier notifier_;
  LatestWorker<QString, CountedFile> worker_;  // last: stops first
};

}  // namespace isochron
