// SPDX-License-Identifier: GPL-3.0-or-later
// LongJob: one long piece of work in a thread of its own, with progress and cancel.
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "coalescing_notifier.h"

namespace isochron {

/// One at a time. The destructor cancels and joins.
class LongJob : public QObject {
  Q_OBJECT
 public:
  enum class Outcome { Done, Cancelled, Failed };
  using Progress = std::function<void(std::int64_t done)>;
  /// Runs in the thread. Ends early by Cancelled once `stop` is raised; an Error is told.
  using Work = std::function<void(const std::stop_token& stop, const Progress& progress)>;

  explicit LongJob(QObject* parent = nullptr);
  ~LongJob() override;

  /// `title` as in "Generating Salt"; `total` models. Not while another one runs.
  void start(const QString& title, std::int64_t total, Work work);
  void cancel();

  bool isRunning() const { return running_; }
  const QString& title() const { return title_; }
  std::int64_t total() const { return total_; }
  std::int64_t done() const { return done_.load(); }
  /// Seconds; negative while there is nothing to tell it from.
  double remaining() const;

 Q_SIGNALS:
  void started();
  void progressed();
  /// `problem` is a sentence where it failed.
  void finished(isochron::LongJob::Outcome outcome, const QString& problem);

 private:
  using Clock = std::chrono::steady_clock;

  void run(const std::stop_token& stop, const Work& work);
  void heard();

  CoalescingNotifier notifier_;
  QString title_;
  std::int64_t total_ = 0;
  bool running_ = false;
  Clock::time_point start_;
  std::atomic<std::int64_t> done_ = 0;
  std::mutex mutex_;
  bool ended_ = false;  // these three under the mutex
  Outcome outcome_ = Outcome::Done;
  QString problem_;
  std::jthread thread_;
};

/// "42 s", "3 min", "2 h".
QString timeInWords(double seconds);

}  // namespace isochron
