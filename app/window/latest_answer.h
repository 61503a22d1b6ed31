// SPDX-License-Identifier: GPL-3.0-or-later
// LatestAnswer: answers the latest request in a thread of its own, and tells it in this one.
#pragma once

#include <functional>

#include "coalescing_notifier.h"
#include "latest_worker.h"

namespace isochron {

/// Requests and answers are values. A newer request stops the work on the one before, whose answer
/// does not come any more.
template <class Request, class Answer>
class LatestAnswer {
 public:
  /// In the thread; must not throw. Once `stop` is raised nobody reads the answer.
  using Work = std::function<Answer(const Request&, const std::stop_token& stop)>;
  /// In the thread of this object.
  using Tell = std::function<void(const Answer&)>;

  LatestAnswer(Work work, Tell tell)
      : worker_([work = std::move(work)](const Request& request, const std::stop_token& stop,
                                         const auto& publish) { publish(work(request, stop)); },
                [this] { notifier_.notify(); }) {
    QObject::connect(&notifier_, &CoalescingNotifier::notified, &notifier_,
                     [this, tell = std::move(tell)] {
                       const auto answer = worker_.take();
                       if (!answer || !busy_) return;
                       busy_ = false;
                       tell(*answer);
                     });
  }

  void ask(Request request) {
    busy_ = true;
    worker_.submit(std::move(request), true);
  }
  /// The answer is no longer wanted.
  void cancel() {
    busy_ = false;
    worker_.cancel();
  }
  bool isBusy() const { return busy_; }

 private:
  bool busy_ = false;
  CoalescingNotifier notifier_;
  LatestWorker<Request, Answer> worker_;  // last: stops first
};

}  // namespace isochron
