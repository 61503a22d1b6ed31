// SPDX-License-Identifier: GPL-3.0-or-later
#include "long_job.h"

#include <cassert>
#include <cmath>
#include <utility>

#include "field/error.h"

namespace isochron {
namespace {

constexpr std::chrono::milliseconds kBetweenRings{50};

}  // namespace

LongJob::LongJob(QObject* parent) : QObject(parent) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &LongJob::heard);
}

LongJob::~LongJob() { cancel(); }

void LongJob::start(const QString& title, std::int64_t total, Work work) {
  assert(!running_);
  title_ = title;
  total_ = total;
  done_ = 0;
  running_ = true;
  ended_ = false;
  start_ = Clock::now();
  thread_ = std::jthread(
      [this, work = std::move(work)](const std::stop_token& stop) { run(stop, work); });
  Q_EMIT started();
}

void LongJob::cancel() { thread_.request_stop(); }

void LongJob::run(const std::stop_token& stop, const Work& work) {
  Outcome outcome = Outcome::Done;
  QString problem;
  Clock::time_point next = Clock::now();
  try {
    work(stop, [&](std::int64_t done) {
      done_ = done;
      if (Clock::now() < next) return;
      next = Clock::now() + kBetweenRings;
      notifier_.notify();
    });
  } catch (const Cancelled&) {
    outcome = Outcome::Cancelled;
  } catch (const std::exception& failure) {
    outcome = Outcome::Failed;
    problem = QString::fromUtf8(failure.what());
  }
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    outcome_ = outcome;
    problem_ = problem;
  }
  notifier_.notify();
}

void LongJob::heard() {
  if (!running_) return;
  Outcome outcome = Outcome::Done;
  QString problem;
  {
    const std::scoped_lock lock(mutex_);
    if (!ended_) return Q_EMIT progressed();
    outcome = outcome_;
    problem = problem_;
  }
  running_ = false;
  Q_EMIT finished(outcome, problem);
}

double LongJob::remaining() const {
  const auto done = static_cast<double>(done_.load());
  if (done <= 0.0) return -1.0;
  const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  return elapsed / done * (static_cast<double>(total_) - done);
}

QString timeInWords(double seconds) {
  if (seconds < 90.0) return LongJob::tr("%1 s").arg(std::lround(seconds));
  if (seconds < 5400.0) return LongJob::tr("%1 min").arg(std::lround(seconds / 60.0));
  return LongJob::tr("%1 h").arg(std::lround(seconds / 3600.0));
}

}  // namespace isochron
