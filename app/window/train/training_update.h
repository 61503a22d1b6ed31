// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of the training thread, and what it tells: values that cross threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "field/contours.h"
#include "training/preparation.h"
#include "training/training.h"

namespace isochron {

/// Called in the training thread. Throws Error where the stage cannot be made, and Cancelled.
using StageMaker = std::function<std::unique_ptr<Stage>(const Preparation&)>;

struct TrainingJob {
  StageMaker make;
  std::filesystem::path before;  // of a run to take up; empty: from the first step
  StopConditions stop;
  /// Where the result goes, as a whole and only once it is there; until then checkpoints lie beside
  /// it, in unfinished(file). Empty: nothing is written.
  std::filesystem::path file;
  double checkpointEvery = 20.0;  // seconds
  bool giveModels = false;        // archives that can answer already while it runs
};

std::filesystem::path unfinished(const std::filesystem::path& file);

/// One model held out as the stage sees it now, ready to be drawn.
struct TrainingPicture {
  std::int64_t heldOut = 0;  // its number
  Snapshot snapshot;
  double interval = 0.0;           // s between contours
  std::vector<Contour> contours;   // of the network's traveltimes; empty for other stages
  std::vector<Contour> reference;  // of the solver's
};

/// A live setting that was changed during a run.
struct Adjustment {
  std::int64_t step = 0;  // the last one without it
  std::string setting;
  double value = 0.0;
  friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

enum class Ending { Keep, Revert };

/// What has changed since the last news.
struct TrainingUpdate {
  std::uint64_t run = 0;  // counted from 1, for this worker
  std::string preparing;  // what is being done before the first step; empty once there are steps
  double prepared = 0.0;  // how much of it, in [0, 1]
  std::int64_t heldOut = 0;
  std::int64_t steps = 0;
  std::int64_t plannedSteps = 0;
  double seconds = 0.0;             // of training, pauses left out
  double stepsPerSecond = 0.0;      // lately; 0 where nobody knows
  std::optional<double> progress;   // in [0, 1]
  std::optional<double> remaining;  // seconds
  std::vector<Metrics> records;     // new ones; those of a run taken up come with its first news
  std::vector<Adjustment> adjustments;             // that the stage has taken
  std::shared_ptr<const TrainingPicture> picture;  // null: no new one
  std::shared_ptr<const Archive> model;            // null: no new one; it comes with a written end
  std::string problem;                             // a sentence for the user; empty: none
  std::string unwritten;  // why its file cannot be written, a sentence; empty: it can
  /// When the run has ended; once more where its file could be written only later.
  struct End {
    Ending ending = Ending::Keep;
    RunEnd by = RunEnd::Request;
    std::string reason;
    bool written = false;  // the file is there
  };
  std::optional<End> end;
};

/// What a stage shows of a model, with contours. In any thread.
TrainingPicture pictureOf(Snapshot snapshot, std::int64_t heldOut);

}  // namespace isochron
