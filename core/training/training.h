// SPDX-License-Identifier: GPL-3.0-or-later
// Training: runs a stage until it is done, and keeps what it has learnt safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "field/error.h"
#include "training/run_state.h"
#include "training/stage.h"

namespace isochron {

/// Whichever is met first ends the run; in all of the run, not since it was resumed.
struct StopConditions {
  std::optional<std::int64_t> steps;
  std::optional<double> seconds;  // of training, pauses left out
  std::optional<double> error;    // as soon as the error is at most this
  int patience = 0;  // records without a smaller error; 0, or where none is measured: any number
};

/// What ended a run: all steps of its config, a stop condition, somebody who asked for it, or a
/// loss or a weight that was no number any more.
enum class RunEnd { PlannedSteps, StopCondition, Request, Failure };

struct TrainingOptions {
  StopConditions stop;
  /// Steps from record to record. 0: as often as is worth looking at, at most ten times a second,
  /// and so that recording takes no more than a twentieth of the time.
  std::int64_t metricsEvery = 50;
  double checkpointEvery = 60.0;  // seconds
  std::filesystem::path file;     // of model and checkpoint; empty: none is written
  double secondsBefore = 0.0;     // that training took of what the stage begins with
};

/// The loop's body: the thread that owns the stage calls advance() until it returns false. Others
/// may raise events at `control`. A file that cannot be written, as on a full disk, ends no run:
/// unwritten() says so, and it is tried again every few seconds. Where all else is done, the run
/// lasts until its file is written, or a stop is asked for.
class Training {
 public:
  /// Both must outlive it.
  Training(Stage& stage, TrainingOptions options, RunControl& control);

  /// Continues the run that wrote the archive: stage, history and time. Throws Error where it does
  /// not fit the stage.
  void resume(const Archive& archive);

  /// One step, and what is due after it. False once the run has ended: the state is Finished or
  /// Failed then, the stage finished, and the file written, unless unwritten() says why not. The
  /// first call starts it, unless a requester has raised the start. Waits while paused.
  bool advance();
  /// The same, but true at once while paused: for a thread that has more to do than to train.
  bool advanceUnlessPaused();
  /// Records the metrics of this step, unless that was done.
  void recordNow();
  /// Writes the file as it is now, without ending the run. Nothing where the stage is not sound.
  void checkpoint();
  /// Why the file could not be written when that was tried last; empty: it was.
  const std::optional<Error>& unwritten() const { return unwritten_; }
  /// From the next step on.
  void setStop(const StopConditions& stop) { options_.stop = stop; }

  const MetricsHistory& history() const { return history_; }
  double seconds() const { return seconds_; }
  /// Stage, history and time, as resume() takes them.
  Archive archive() const;
  /// What ended the run; empty before.
  std::optional<RunEnd> endedBy() const { return endedBy_; }
  /// The same in one sentence.
  const std::string& ending() const { return ending_; }
  /// How far the run is, by steps or seconds, in [0, 1]; empty where nobody knows its end.
  std::optional<double> progress() const;

 private:
  using Clock = std::chrono::steady_clock;

  void begin();
  bool recordIsDue() const;
  void record();
  bool isSound(const Metrics& metrics) const;
  void keepGoodState();
  void fallBack();
  struct Reason {
    RunEnd by;
    std::string sentence;
  };
  std::optional<Reason> reasonToEnd() const;
  bool end(const Reason& reason);
  bool writeAtTheEnd();
  bool writingIsDue() const;
  bool writeFile();

  Stage& stage_;
  TrainingOptions options_;
  RunControl& control_;
  MetricsHistory history_;
  Archive good_;  // the state at the last record, known to be sound
  double seconds_ = 0.0;
  bool begun_ = false;
  Clock::time_point written_;  // or tried to
  Clock::time_point recorded_;
  Clock::duration recordingTook_{};
  std::optional<Error> unwritten_;
  std::optional<RunEnd> endedBy_;
  std::string ending_;
};

/// Seconds of training that a model's file states, those of runs that it began with too; empty
/// where it states none.
std::optional<double> trainingSecondsOf(const Archive& archive);

}  // namespace isochron
