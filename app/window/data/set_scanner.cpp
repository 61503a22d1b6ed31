// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/set_scanner.h"

#include <algorithm>
#include <chrono>

#include "data/set_work.h"

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kBetweenReports{200};
constexpr std::int64_t kModelsOfAReport = 500000;
constexpr int kSampledModels = 48;

void scan(const SetFindings& begun, const std::stop_token& stop,
          const std::function<void(SetFindings)>& publish) {
  SetFindings now = begun;
  SetStatistics statistics = begun.statistics ? *begun.statistics : SetStatistics();
  if (!begun.statistics) {
    now.range = sampledRange(*now.data, kSampledModels);
    publish(now);
  }
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

}  // namespace

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

void SetScanner::next() {
  // What was reported last is where it goes on.
  collect();
  const auto waits = [this](const auto& set) {
    const SetFindings* known = find(set.get());
    return known == nullptr || !(known->complete || known->halted);
  };
  const auto first = std::find_if(sets_.begin(), sets_.end(), waits);
  const DataSet* wanted = first == sets_.end() ? nullptr : first->get();
  if (wanted == scanning_) return;
  worker_.cancel();
  scanning_ = wanted;
  if (wanted == nullptr) return;
  SetFindings begun;
  if (const SetFindings* known = find(wanted)) begun = *known;
  begun.data = *first;
  worker_.submit(begun, true);
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
  if (answer->complete && scanning_ == data) scanning_ = nullptr;
  return data;
}

void SetScanner::deliver() {
  const DataSet* data = collect();
  if (data == nullptr) return;
  if (scanning_ == nullptr) next();
  Q_EMIT found(data);
}

}  // namespace isochron
