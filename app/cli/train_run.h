// SPDX-License-Identifier: GPL-3.0-or-later
// Running a stage from the command line, whichever it is.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "data/dataset.h"
#include "train_request.h"
#include "training/preparation.h"
#include "training/stage.h"

namespace isochron::cli {

/// Throws Error for a folder that is not there: before hours of training, not after.
void checkFolder(const std::filesystem::path& file);

Json describeSplit(const DataSplit& split);
void printReport(const Json& report, bool json);

/// Options of stages that take many steps: resume, stop-after, device, history...
void addRunOptions(CLI::App& command, TrainRequest& request);

/// Lines of help on the settings of an Optimiser.
extern const char* const kOptimiserSettings;

using StageMaker =
    std::function<std::unique_ptr<Stage>(const Json& settings, const Preparation& preparation)>;
/// Adds to the report of a stage whose run has ended.
using StageReporter = std::function<void(Stage& stage, Json& report)>;

/// Makes the stage from the request's settings, runs it until it ends, and reports. Ctrl-C ends the
/// run in order, with everything saved; before its first step it throws Cancelled. Throws Error,
/// and RunFailed where the run failed.
void runStage(const TrainRequest& request, const StageMaker& make, const StageReporter& tell,
              const std::stop_token& stop);

}  // namespace isochron::cli
