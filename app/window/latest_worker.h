// SPDX-License-Identifier: GPL-3.0-or-later
// LatestWorker: one thread that answers the latest request; no Qt inside.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace isochron {

/// Requests and answers are values. A request that waits is replaced by a newer one; an answer
/// that nobody took yet is replaced by a newer one; so nothing piles up, however slow either
/// side is. The destructor raises the stop token of what is running and joins.
template <class Request, class Answer>
class LatestWorker {
 public:
  using Publish = std::function<void(Answer)>;
  /// Runs in the thread; may publish any number of answers; returns early once `stop` is raised.
  /// Must not throw.
  using Compute = std::function<void(const Request&, std::stop_token stop, const Publish&)>;

  /// `notify` is called in the worker's thread after each published answer.
  LatestWorker(Compute compute, std::function<void()> notify)
      : compute_(std::move(compute)),
        notify_(std::move(notify)),
        thread_([this](std::stop_token stop) { run(stop); }) {}

  ~LatestWorker() {
    cancel();
    thread_.request_stop();
    thread_.join();
  }

  LatestWorker(const LatestWorker&) = delete;
  LatestWorker& operator=(const LatestWorker&) = delete;

  /// With `interrupt`, what is running is stopped, and no answer to an older request comes any
  /// more; without, it is finished and published, so that a stream of requests still gives a
  /// stream of answers.
  void submit(Request request, bool interrupt) {
    {
      const std::scoped_lock lock(mutex_);
      waiting_ = std::move(request);
      if (interrupt) {
        running_.request_stop();
        answer_.reset();
      }
    }
    wake_.notify_one();
  }

  /// Stops what is running, forgets what waits and what was not taken.
  void cancel() {
    const std::scoped_lock lock(mutex_);
    waiting_.reset();
    answer_.reset();
    running_.request_stop();
  }

  /// The newest answer that was not taken yet.
  std::optional<Answer> take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(answer_, std::nullopt);
  }

 private:
  void run(const std::stop_token& stop) {
    while (true) {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return waiting_.has_value(); })) return;
      const Request request = *std::exchange(waiting_, std::nullopt);
      running_ = std::stop_source();
      const std::stop_token running = running_.get_token();
      lock.unlock();
      compute_(request, running, [&](Answer answer) { publish(std::move(answer), running); });
    }
  }

  void publish(Answer answer, const std::stop_token& running) {
    {
      const std::scoped_lock lock(mutex_);
      if (running.stop_requested()) return;
      answer_ = std::move(answer);
    }
    notify_();
  }

  Compute compute_;
  std::function<void()> notify_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<Request> waiting_;
  std::optional<Answer> answer_;
  std::stop_source running_;
  std::jthread thread_;  // last: starts when all the others are there
};

}  // namespace isochron
