// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/training.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <thread>
#include <utility>

namespace isochron {
namespace {

constexpr const char* kHistory = "history";
constexpr const char* kSeconds = "training_seconds";
constexpr const char* kSecondsBefore = "training_seconds_before";
constexpr const char* kEnding = "ending";
// Where records are made by time: how much of it they may take, and how many they may become.
constexpr double kRecordingShare = 0.05;
constexpr double kShortestBetweenRecords = 0.1;     // s
constexpr double kRecordsInARun = 2000.0;           // in the order of
constexpr double kBetweenAttempts = 5.0;            // s, to write what could not be written
constexpr std::chrono::milliseconds kPatience(20);  // of a loop that has nothing else to do

std::string inShort(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

}  // namespace

Training::Training(Stage& stage, TrainingOptions options, RunControl& control)
    : stage_(stage), options_(std::move(options)), control_(control) {}

void Training::resume(const Archive& archive) {
  stage_.load(archive);
  history_ = {};
  // Files of version 0.1 may hold records of steps that a failure has undone.
  const MetricsHistory stored = MetricsHistory::fromJson(archive.described(kHistory));
  for (const Metrics& record : stored.records())
    if (record.step <= stage_.steps()) history_.add(record);
  const Json& seconds = archive.described(kSeconds);
  if (!seconds.is_number())
    throw Error(archive.name(), "does not tell how long it was trained",
                "the file is damaged; take an older copy");
  seconds_ = seconds.get<double>();
  options_.secondsBefore = archive.metadata.value(kSecondsBefore, 0.0);
}

void Training::begin() {
  if (std::exchange(begun_, true)) return;
  if (control_.state() == RunState::Idle) control_.raise(RunEvent::Start);
  written_ = recorded_ = Clock::now();
  keepGoodState();
}

bool Training::advance() {
  begin();
  control_.mayGoOn();
  return advanceUnlessPaused();
}

bool Training::advanceUnlessPaused() {
  begin();
  const RunState state = control_.state();
  if (state == RunState::Paused) return true;
  if (!isActive(state)) return false;
  if (endedBy_) return writeAtTheEnd();
  if (state == RunState::Stopping) return end({RunEnd::Request, "it was stopped"});
  if (const auto reason = reasonToEnd()) return end(*reason);
  const Clock::time_point before = Clock::now();
  stage_.step();
  seconds_ += std::chrono::duration<double>(Clock::now() - before).count();
  if (recordIsDue()) record();
  if (!isActive(control_.state())) return false;
  if (!writingIsDue()) return true;
  // Between two records a weight may have become no number: a good file must outlive that.
  if (stage_.isSound())
    writeFile();
  else
    fallBack();
  return isActive(control_.state());
}

bool Training::recordIsDue() const {
  if (options_.metricsEvery > 0) return stage_.steps() % options_.metricsEvery == 0;
  const std::chrono::duration<double> since = Clock::now() - recorded_;
  const std::chrono::duration<double> took = recordingTook_;
  return since.count() >= std::max({kShortestBetweenRecords, seconds_ / kRecordsInARun,
                                    took.count() / kRecordingShare});
}

void Training::recordNow() {
  begin();
  if (history_.empty() || history_.last().step != stage_.steps()) record();
}

void Training::record() {
  const Clock::time_point start = Clock::now();
  Metrics metrics = stage_.metrics();
  metrics.seconds = seconds_;
  if (isSound(metrics)) {
    history_.add(std::move(metrics));
    keepGoodState();
  } else {
    fallBack();
  }
  recorded_ = Clock::now();
  recordingTook_ = recorded_ - start;
}

/// Held-out errors may be missing, losses may not.
bool Training::isSound(const Metrics& metrics) const {
  return stage_.isSound() &&
         std::all_of(metrics.values.begin(), metrics.values.end(),
                     [](const auto& value) { return std::isfinite(value.second); });
}

void Training::keepGoodState() {
  Archive good;
  stage_.save(good);
  good_ = std::move(good);
}

void Training::fallBack() {
  const std::int64_t failed = stage_.steps();
  endedBy_ = RunEnd::Failure;
  stage_.load(good_);
  ending_ = "the loss or a weight was no number any more at step " + std::to_string(failed) +
            "; the state of step " + std::to_string(stage_.steps()) +
            " was kept: resume it with a smaller learning rate or clipped gradients";
  control_.raise(RunEvent::Fail);
  stage_.finish();
  writeFile();
}

std::optional<Training::Reason> Training::reasonToEnd() const {
  const StopConditions& stop = options_.stop;
  const std::int64_t planned = stage_.plannedSteps();
  if (planned > 0 && stage_.steps() >= planned)
    return Reason{RunEnd::PlannedSteps, "all " + std::to_string(planned) + " steps are done"};
  const auto condition = [](const std::string& sentence) {
    return Reason{RunEnd::StopCondition, sentence};
  };
  if (stop.steps && stage_.steps() >= *stop.steps)
    return condition("it was to stop after " + std::to_string(*stop.steps) + " steps");
  if (stop.seconds && seconds_ >= *stop.seconds)
    return condition("it was to stop after " + inShort(*stop.seconds) + " s");
  if (history_.empty()) return {};
  const auto error = history_.last().find(kErrorMetric);
  if (stop.error && error && *error <= *stop.error)
    return condition("the error is " + inShort(*error) + ", at most " + inShort(*stop.error) +
                     " as asked");
  if (stop.patience > 0 && history_.recordsSinceBestError() >= stop.patience)
    return condition("the error has not become smaller for " + std::to_string(stop.patience) +
                     " records");
  return {};
}

/// As advance() returns.
bool Training::end(const Reason& reason) {
  recordNow();
  if (!isActive(control_.state())) return false;  // that record has shown a failure
  endedBy_ = reason.by;
  ending_ = reason.sentence;
  stage_.finish();
  written_ = Clock::time_point{};
  return writeAtTheEnd();
}

/// Where it cannot be written, what was learnt is in the memory alone: who has no more patience
/// than that asks for a stop.
bool Training::writeAtTheEnd() {
  const bool stopping = control_.state() == RunState::Stopping;
  if (!stopping && !writingIsDue()) {
    std::this_thread::sleep_for(kPatience);
    return true;
  }
  if (!writeFile() && !stopping) return true;
  control_.raise(RunEvent::Finish);
  return false;
}

bool Training::writingIsDue() const {
  const std::chrono::duration<double> since = Clock::now() - written_;
  return since.count() >= (unwritten_ || endedBy_
                               ? std::min(kBetweenAttempts, options_.checkpointEvery)
                               : options_.checkpointEvery);
}

std::optional<double> Training::progress() const {
  double done = 0.0;
  const StopConditions& stop = options_.stop;
  const auto steps = static_cast<double>(stage_.steps());
  if (stage_.plannedSteps() > 0)
    done = std::max(done, steps / static_cast<double>(stage_.plannedSteps()));
  if (stop.steps) done = std::max(done, steps / static_cast<double>(*stop.steps));
  if (stop.seconds) done = std::max(done, seconds_ / *stop.seconds);
  if (stage_.plannedSteps() == 0 && !stop.steps && !stop.seconds) return {};
  return std::min(done, 1.0);
}

Archive Training::archive() const {
  Archive archive;
  stage_.save(archive);
  archive.metadata[kHistory] = history_.toJson();
  archive.metadata[kSeconds] = seconds_;
  if (options_.secondsBefore > 0.0) archive.metadata[kSecondsBefore] = options_.secondsBefore;
  archive.metadata[kEnding] = ending_;
  return archive;
}

void Training::checkpoint() {
  if (stage_.isSound()) writeFile();
}

bool Training::writeFile() {
  unwritten_.reset();
  try {
    if (!options_.file.empty()) archive().write(options_.file);
  } catch (const Error& failure) {
    unwritten_ = failure;
  }
  written_ = Clock::now();
  return !unwritten_;
}

std::optional<double> trainingSecondsOf(const Archive& archive) {
  const Json seconds = archive.metadata.value(kSeconds, Json());
  if (!seconds.is_number()) return {};
  return seconds.get<double>() + archive.metadata.value(kSecondsBefore, 0.0);
}

}  // namespace isochron
