// SPDX-License-Identifier: GPL-3.0-or-later
// SetScanner: goes through data sets in the background and keeps what it found.
#pragma once

#include <QObject>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "coalescing_notifier.h"
#include "data/set_statistics.h"
#include "latest_worker.h"

namespace isochron {

/// What is known of a set by now.
struct SetFindings {
  std::shared_ptr<const DataSet> data;
  std::pair<double, double> range{0.0, 0.0};  // km/s: of a sample, then of all; (0, 0): not yet
  bool sampled = false;
  std::shared_ptr<const SetStatistics> statistics;  // of the models seen by now; may be null
  bool complete = false;
  bool halted = false;
  double remaining = -1.0;  // seconds; negative while unknown

  std::int64_t seen() const {
    return statistics ? static_cast<std::int64_t>(statistics->models.size()) : 0;
  }
};

/// A sample of each set tells its range. All of a set is gone through only once someone wants the
/// statistics: the first of the sets that is neither complete nor halted; where another comes
/// before it, it goes on later where it was.
class SetScanner : public QObject {
  Q_OBJECT
 public:
  explicit SetScanner(QObject* parent = nullptr);

  /// The sets in the order of their importance; what is known of others is forgotten.
  void setSets(const std::vector<std::shared_ptr<const DataSet>>& sets);
  /// From now on all models are gone through, not only a sample.
  void wantStatistics();
  /// Null where nothing is known.
  const SetFindings* find(const DataSet* data) const;
  bool isBusy() const { return scanning_ != nullptr; }
  /// Goes no further through this set until it is asked to.
  void setHalted(const DataSet* data, bool halted);

 Q_SIGNALS:
  void found(const isochron::DataSet* data);

 private:
  struct Request {
    SetFindings begun;
    bool whole = false;
  };
  static void scan(const Request& request, const std::stop_token& stop,
                   const std::function<void(SetFindings)>& publish);
  bool waits(const std::shared_ptr<const DataSet>& set) const;
  void deliver();
  void next();
  const DataSet* collect();

  std::vector<std::shared_ptr<const DataSet>> sets_;
  std::map<const DataSet*, SetFindings> findings_;
  bool whole_ = false;
  const DataSet* scanning_ = nullptr;
  CoalescingNotifier notifier_;
  LatestWorker<Request, SetFindings> worker_;
};

/// As many as leave the window's thread time to draw.
int workingThreads();

}  // namespace isochron
