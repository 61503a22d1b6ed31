// SPDX-License-Identifier: GPL-3.0-or-later
// TrainingWorker: the one training thread, seen from the GUI thread.
#pragma once

#include <QObject>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "coalescing_notifier.h"
#include "train/training_update.h"

namespace isochron {

/// The thread owns the stage and all it holds; requests are values that it reads once a step, news
/// are values that it publishes at most four times a second. All public functions are for the GUI
/// thread; none waits for a step, except the destructor, which lets the current one end, writes a
/// checkpoint, and joins. A result that cannot be written stays in the memory, and is tried again,
/// until another run begins.
class TrainingWorker : public QObject {
  Q_OBJECT
 public:
  explicit TrainingWorker(QObject* parent = nullptr);
  ~TrainingWorker() override;

  RunState state() const { return control_.state(); }
  /// Of the run that was started last; 0 before.
  std::uint64_t run() const { return run_; }
  /// That run goes on, or its end was not published yet.
  bool isBusy() const { return run_ != ended_; }

  /// Each returns false, and changes nothing, where the state does not allow it.
  bool start(TrainingJob job);
  bool pause();
  bool resume();
  /// The run, already paused or about to be started by `job`, takes that many steps and pauses.
  bool step(std::int64_t count);
  bool step(std::int64_t count, TrainingJob job);
  /// Ends the run in order: the result is kept and written, or what was there before stays.
  bool stop(Ending ending);

  /// For Stage::adjust() before the next step.
  void adjust(const std::string& setting, double value);
  /// Pictures of that model held out are wanted, as the stage goes on; empty: none are.
  void show(std::optional<std::int64_t> heldOut);
  void setStopConditions(const StopConditions& stop);

 Q_SIGNALS:
  void stateChanged(isochron::RunState state);
  void published(const isochron::TrainingUpdate& news);

 private:
  using Clock = std::chrono::steady_clock;
  struct Session;  // what the thread holds while a run lasts

  bool begin(TrainingJob job, std::int64_t budget);
  bool raise(RunEvent event);
  void deliver();

  // In the thread:
  void live(const std::stop_token& closing);
  void train(Session& session);
  std::unique_ptr<Stage> makeStage(Session& session);
  void takeUp(Session& session);
  void loop(Session& session);
  bool waitWhilePaused(Session& session);
  void readRequests(Session& session);
  void countStep(Session& session);
  void showIfDue(Session& session, bool now);
  void giveModelIfDue(Session& session, bool now);
  bool hasSomethingToKeep(const Session& session);
  void endRun(Session& session);
  bool settleFile(Session& session, Ending ending);
  void writeLate(Session& session);
  void tellEnd(Session& session, TrainingUpdate::End end);
  void publish(Session& session, bool now);

  RunControl control_;
  CoalescingNotifier notifier_;
  std::uint64_t run_ = 0;
  std::uint64_t ended_ = 0;  // the run whose end was published last
  RunState told_ = RunState::Idle;

  std::mutex mutex_;  // all below
  std::condition_variable_any wake_;
  std::optional<TrainingJob> job_;
  std::stop_source preparation_;
  std::int64_t budget_ = 0;          // steps until it pauses; 0: any number
  std::shared_ptr<bool> reverting_;  // of the run started last
  std::vector<std::pair<std::string, double>> adjustments_;
  std::optional<StopConditions> stopConditions_;
  std::optional<std::int64_t> wanted_;
  bool wantedNow_ = false;            // another model than before
  std::vector<TrainingUpdate> news_;  // not fetched yet, at most one a run

  std::jthread thread_;  // last: starts when all the others are there
};

}  // namespace isochron
