// SPDX-License-Identifier: GPL-3.0-or-later
// ShippedModels: reads the trained models that come with the program, away from the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <vector>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "project/model_opener.h"

namespace isochron {

class ModelLibrary;

/// models/*.isochron in the folder that ISOCHRON_RESOURCES names, or else in share/isochron beside
/// the program's own folder. The first latentPINN, by name, answers, unless another does. A file
/// that cannot be read is told on stderr and left out. Nothing of it is an undo step.
class ShippedModels : public QObject {
  Q_OBJECT
 public:
  explicit ShippedModels(ModelLibrary& library, QObject* parent = nullptr);
  /// Once.
  void open();
  bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void opened();

 private:
  using Models = std::vector<ReadModel>;
  void deliver();

  ModelLibrary& library_;
  bool busy_ = false;
  CoalescingNotifier notifier_;
  LatestWorker<QStringList, Models> worker_;  // last: stops first
};

/// Where a file of that name would be.
QString shippedPath(const QString& name);

}  // namespace isochron
