// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_run.h"

#include <iostream>

#include "arguments.h"
#include "field/error.h"
#include "formats/write_field.h"
#include "program.h"
#include "progress.h"
#include "stop_argument.h"
#include "train_progress.h"
#include "training/training.h"
#include "validators.h"

namespace isochron::cli {

const char* const kOptimiserSettings =
    "  steps                  training steps; 0: until it is stopped\n"
    "  optimiser              adam or lbfgs\n"
    "  batch_steps            lbfgs: steps per batch\n"
    "  schedule               cosine, plateau or constant learning rate\n"
    "  learning_rate, least_learning_rate\n"
    "                         at the start, and the minimum\n"
    "  warm_up                steps until the learning rate is whole\n"
    "  epoch, patience        plateau: steps per epoch, epochs without progress\n"
    "  gradient_clip          largest norm of a gradient; 0: any\n"
    "  beta2                  of Adam\n";

namespace {

/// What is taken up or begun with; its settings make sense for the same stage alone.
std::optional<Archive> runBefore(const TrainRequest& request) {
  const auto& path = request.resume ? request.resume : request.from;
  if (!path) return {};
  Archive archive = Archive::read(*path);
  if (const Json& kind = archive.described("kind"); kind != request.stage)
    throw Error(path->string(),
                "holds " + jsonText(kind) + ", not what train " + request.stage + " makes",
                "give a file that it has written");
  return archive;
}

TrainingOptions optionsOf(const TrainRequest& request) {
  TrainingOptions options;
  if (request.stopAfter) options.stop = parseStop(*request.stopAfter);
  options.stop.patience = request.patience;
  options.metricsEvery = request.metricsEvery;
  options.checkpointEvery = request.checkpointEvery;
  options.file = request.out;
  return options;
}

/// Says once what keeps the model from being written, and once that it was.
class WriteWarning {
 public:
  void update(const Training& training) {
    const std::string now = training.unwritten() ? training.unwritten()->what() : "";
    if (now != told_)
      printMessage(now.empty() ? "the model is written again"
                               : "warning: " + now + " (trying again every few seconds)");
    told_ = now;
  }

 private:
  std::string told_;
};

/// Made ready for its first step; Ctrl-C ends that at once.
std::unique_ptr<Stage> prepare(const StageMaker& make, const Json& settings,
                               const std::stop_token& stop) {
  TrainProgress progress;
  Preparation preparation;
  preparation.stop = stop;
  preparation.tell = [&](const char* what, double done) { progress.preparing(what, done); };
  std::unique_ptr<Stage> stage = make(settings, preparation);
  if (stop.stop_requested()) throw Cancelled();
  return stage;
}

/// Throws Error where the run is to end by an error that is never measured.
void checkStop(const StopConditions& stop, const Stage& stage) {
  if (stage.measuresError() || (stop.patience == 0 && !stop.error)) return;
  throw Error(stop.patience > 0 ? "--patience" : "--stop-after",
              "no error is measured, as no model is held out",
              "hold some out: --set validation=0.1 --set validation_models=32");
}

/// Until the run ends; Ctrl-C ends it in order, with everything saved.
void run(Stage& stage, Training& training, RunControl& control, const std::stop_token& stop) {
  TrainProgress progress;
  bool goesOn = training.advance();
  const std::stop_callback interrupt(stop, [&] { control.raise(RunEvent::Stop); });
  WriteWarning warning;
  for (; goesOn; goesOn = training.advance()) {
    progress.update(stage, training);
    warning.update(training);
  }
}

/// Leaves the model: two thirds of a checkpoint are the optimiser's.
void dropTrainingState(const std::filesystem::path& path) {
  const Archive whole = Archive::read(path);
  Archive lean;
  lean.metadata = whole.metadata;
  for (const auto& [name, array] : whole.arrays())
    if (!name.starts_with("training/")) lean.put(name, array);
  lean.write(path);
}

Json reportOf(const TrainRequest& request, const Stage& stage, const Training& training) {
  Json report = {{"model", request.out.string()},
                 {"kind", stage.kind()},
                 {"steps", stage.steps()},
                 {"seconds", training.seconds()},
                 {"ended_because", training.ending()}};
  if (!training.history().empty())
    for (const auto& [name, value] : training.history().last().values) report[name] = value;
  return report;
}

}  // namespace

void checkFolder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored))
    throw Error(file.string(), "its folder is not there", "make it, or write elsewhere");
  std::error_code error;
  (void)std::filesystem::status(file, error);
  if (error == std::errc::filename_too_long)
    throw Error(file.string(), "its name is too long for a file", "give a shorter one");
  if (file.filename().empty() || std::filesystem::is_directory(file, error))
    throw Error("'" + file.string() + "'", "is no name for a file", "give one");
}

Json describeSplit(const DataSplit& split) {
  return {{"train", split.train.size()},
          {"validation", split.validation.size()},
          {"test", split.test.size()}};
}

void printReport(const Json& report, bool json) {
  if (json) {
    std::cout << jsonText(report, 2) << '\n';
    return;
  }
  for (const auto& [key, value] : report.items())
    std::cout << key << std::string(key.size() < 20 ? 20 - key.size() : 1, ' ')
              << (value.is_string() ? value.get<std::string>() : jsonText(value)) << '\n';
}

void addRunOptions(CLI::App& command, TrainRequest& request) {
  command.add_option("--resume", request.resume, "Go on with the run that wrote this file")
      ->type_name("FILE");
  command
      .add_option("--stop-after", request.stopAfter,
                  "1000steps, 60s, 10min, 2h or 0.05error; several with commas")
      ->type_name("WHEN");
  command
      .add_option("--patience", request.patience,
                  "Stop after so many records without a smaller error [never]")
      ->type_name("N")
      ->check(notNegative());
  // Older scripts say --device cpu; there is no other, so it is not offered.
  command.add_option("--device", request.device)->group("");
  command.add_option("--history", request.history, "All records as CSV")->type_name("FILE");
  command.add_option("--metrics-every", request.metricsEvery, "Steps from record to record [50]")
      ->type_name("N")
      ->check(positive());
  command
      .add_option("--checkpoint-every", request.checkpointEvery,
                  "Seconds from one save to the next [60]")
      ->type_name("S")
      ->check(notNegative());
  command.add_flag("--lean", request.lean,
                   "Leave out of the finished file what only resuming needs");
}

void runStage(const TrainRequest& request, const StageMaker& make, const StageReporter& tell,
              const std::stop_token& stop) {
  const std::optional<Archive> before = runBefore(request);
  TrainingOptions options = optionsOf(request);
  if (request.from) options.secondsBefore = trainingSecondsOf(*before).value_or(0.0);
  const Json settings = settingsOf(request, before ? &*before : nullptr);
  checkFolder(request.out);
  if (request.history) checkFolder(*request.history);
  const std::unique_ptr<Stage> stage = prepare(make, settings, stop);
  checkStop(options.stop, *stage);
  RunControl control;
  Training training(*stage, options, control);
  if (request.resume) training.resume(*before);
  run(*stage, training, control, stop);
  if (training.unwritten()) throw Error(*training.unwritten());
  if (request.history) writeFileAtomically(*request.history, training.history().toCsv());
  if (control.state() == RunState::Failed) throw RunFailed(training.ending());
  if (request.lean) dropTrainingState(request.out);
  Json report = reportOf(request, *stage, training);
  tell(*stage, report);
  printReport(report, request.json);
}

}  // namespace isochron::cli
