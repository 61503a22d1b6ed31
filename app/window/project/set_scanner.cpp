// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/set_scanner.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kBetweenReports{200};
constexpr std::int64_t kModelsOfAReport = 500000;
constexpr int kSampledModels = 48;

}  // namespace

int workingThreads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

void SetScanner::scan(const Request& request, const std::stop_token& stop,
                      const std::function<void(SetFindings)>& publish) {
  const SetFindings& begun = request.begun;
  SetFindings now = begun;
  SetStatistics statistics = begun.statistics ? *begun.statistics : SetStatistics();
  if (!begun.sampled) {
    now.range = sampledRange(*now.data, kSampledModels, stop);
    now.sampled = !stop.stop_requested();
    publish(now);
  }
  if (!request.whole) return;
  const auto before = static_cast<double>(now.seen());
  const Clock::time_point start = Clock::now();
  Clock::time_point next = start + kBetweenReports;
  const auto report = [&](const SetStatistics& reached) {
    if (Clock::now() < next) return;
    // A report copies what is known of every model.
    next = Clock::now() + kBetweenReports * (1 + std::ssize(reached.models) / kModelsOfAReport);
    now.statistics = std::make_shared<const SetStatistics>(reached);
    const auto seen = static_cast<double>(now.seen());
    now.remaining = std::chrono::duration<double>(Clock::now() - start).count() / (seen - before) *
                    (static_cast<double>(now.data->count()) - seen);
    publish(now);
  };
  continueStatistics(statistics, *now.data, workingThreads(), stop, report);
  now.complete = std::ssize(statistics.models) == now.data->count();
  if (now.complete && statistics.moments.count > 0.0) now.range = {statistics.min, statistics.max};
  now.statistics = std::make_shared<const SetStatistics>(std::move(statistics));
  now.remaining = now.complete ? 0.0 : now.remaining;
  publish(now);
}

SetScanner::SetScanner(QObject* parent)
    : QObject(parent), worker_(scan, [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &SetScanner::deliver);
}

void SetScanner::setSets(const std::vector<std::shared_ptr<const DataSet>>& sets) {
  sets_ = sets;
  std::erase_if(findings_, [&](const auto& entry) {
    return std::none_of(sets.begin(), sets.end(),
                        [&](const auto& set) { return set.get() == entry.first; });
  });
  next();
}

const SetFindings* SetScanner::find(const DataSet* data) const {
  const auto found = findings_.find(data);
  return found == findings_.end() ? nullptr : &found->second;
}

void SetScanner::wantStatistics() {
  if (std::exchange(whole_, true)) return;
  // The sample that is being taken now would be the end of its turn.
  worker_.cancel();
  scanning_ = nullptr;
  next();
}

bool SetScanner::waits(const std::shared_ptr<const DataSet>& set) const {
  const SetFindings* known = find(set.get());
  if (known == nullptr || !known->sampled) return true;
  return whole_ && !known->complete && !known->halted;
}

void SetScanner::next() {
  // What was reported last is where it goes on.
  collect();
  const auto first =
      std::find_if(sets_.begin(), sets_.end(), [this](const auto& set) { return waits(set); });
  const DataSet* wanted = first == sets_.end() ? nullptr : first->get();
  if (wanted == scanning_) return;
  worker_.cancel();
  scanning_ = wanted;
  if (wanted == nullptr) return;
  SetFindings begun;
  if (const SetFindings* known = find(wanted)) begun = *known;
  begun.data = *first;
  worker_.submit({begun, whole_}, true);
}

void SetScanner::setHalted(const DataSet* data, bool halted) {
  const auto known = findings_.find(data);
  // Before the first report there is nothing to halt at.
  if (known == findings_.end() || known->second.halted == halted) return;
  known->second.halted = halted;
  next();
  Q_EMIT found(data);
}

const DataSet* SetScanner::collect() {
  const auto answer = worker_.take();
  if (!answer) return nullptr;
  const DataSet* data = answer->data.get();
  if (std::none_of(sets_.begin(), sets_.end(), [&](const auto& set) { return set.get() == data; }))
    return nullptr;
  const bool halted = findings_[data].halted;
  findings_[data] = *answer;
  findings_[data].halted = halted && !answer->complete;
  const bool done = answer->complete || (answer->sampled && !whole_);
  if (done && scanning_ == data) scanning_ = nullptr;
  return data;
}

void SetScanner::deliver() {
  const DataSet* data = collect();
  if (data == nullptr) return;
  if (scanning_ == nullptr) next();
  Q_EMIT found(data);
}

}  // namespace isochron
