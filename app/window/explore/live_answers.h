// SPDX-License-Identifier: GPL-3.0-or-later
// LiveAnswers: asks the live-answer thread, and brings its answers to the GUI thread.
#pragma once

#include <QObject>
#include <atomic>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "live_answer.h"

namespace isochron {

/// The latest request wins. While a drag sends one request after another, each answer that gets
/// done is shown, in order; answers for another grid than the latest request's are dropped, and
/// what computes them is stopped, as is refinement.
class LiveAnswers : public QObject {
  Q_OBJECT
 public:
  explicit LiveAnswers(QObject* parent = nullptr);

  /// Numbers the request, sends it, and returns the number. An answer may come in several parts,
  /// each with all that the parts before it had.
  std::uint64_t request(LiveRequest request);
  std::uint64_t lastRequested() const { return lastNumber_; }
  /// True while the latest request has no full answer.
  bool isBusy() const { return lastAnswered_ < lastNumber_; }
  /// Share of the present solve that is done.
  double progress() const { return progress_.load(std::memory_order_relaxed); }
  /// The latest request is no longer wanted: what computes it ends, and no answer comes.
  void cancel();

 Q_SIGNALS:
  void answered(const isochron::LiveAnswer& answer);

 private:
  void deliver();

  std::uint64_t lastNumber_ = 0;
  std::uint64_t lastAnswered_ = 0;  // in full
  bool refining_ = false;           // the latest request wants it
  std::uint64_t firstOfGrid_ = 0;   // older answers are for another grid
  Grid grid_;
  std::atomic<double> progress_ = 0.0;
  LiveSolver solver_;  // touched by the worker's thread alone
  CoalescingNotifier notifier_;
  LatestWorker<LiveRequest, LiveAnswer> worker_;  // last: stops first
};

}  // namespace isochron
