// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_command.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "data/write_field.h"
#include "field/error.h"
#include "learning_commands.h"
#include "progress.h"
#include "stop_argument.h"
#include "train_progress.h"
#include "train_request.h"
#include "training/autoencoder_stage.h"
#include "training/device.h"
#include "training/pca.h"

namespace isochron::cli {
namespace {

/// Before hours of training, not after: a folder that is not there.
void checkFolder(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  if (!folder.empty() && !std::filesystem::is_directory(folder))
    throw Error(file.string(), "its folder is not there", "make it, or write elsewhere");
}

Json describeSplit(const DataSplit& split) {
  return {{"train", split.train.size()},
          {"validation", split.validation.size()},
          {"test", split.test.size()}};
}

void print(const Json& report, bool json) {
  if (json) {
    std::cout << report.dump(2) << '\n';
    return;
  }
  for (const auto& [key, value] : report.items())
    std::cout << key << std::string(key.size() < 20 ? 20 - key.size() : 1, ' ')
              << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
}

void addTestError(Json& report, const LatentModel& model, const DataSet& data,
                  const std::vector<std::int64_t>& test, const std::stop_token& stop) {
  if (!test.empty() && !stop.stop_requested())
    report["test_error"] = reconstructionError(model, data, test, stop);
}

void trainPca(const TrainRequest& request, const std::stop_token& stop) {
  const PcaConfig config = PcaConfig::fromJson(settingsOf(request, nullptr));
  checkFolder(request.out);
  const DataSet data = openDataSet(request);
  const DataSplit split = splitModels(data.count(), config.validation, config.test, config.seed);
  const auto start = std::chrono::steady_clock::now();
  Progress progress("finding components",
                    (config.passes + 1) * static_cast<std::int64_t>(split.train.size()));
  const PrincipalComponents model(
      data, config, [&](std::int64_t done, std::int64_t) { progress.update(done); }, stop);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  Archive archive;
  model.save(archive);
  archive.write(request.out);
  Json report = {{"model", request.out.string()},  {"kind", model.kind()},
                 {"latents", model.latentCount()}, {"models", describeSplit(split)},
                 {"seconds", took.count()},        {"energy", model.energy()}};
  addTestError(report, model, data, split.test, stop);
  print(report, request.json);
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

/// Until the run ends; Ctrl-C ends it in order, with everything saved.
void run(Stage& stage, Training& training, RunControl& control, const std::stop_token& stop) {
  TrainProgress progress;
  bool goesOn = training.advance();
  const std::stop_callback interrupt(stop, [&] { control.raise(RunEvent::Stop); });
  for (; goesOn; goesOn = training.advance()) progress.update(stage, training);
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

void trainAutoencoder(const TrainRequest& request, const std::stop_token& stop) {
  std::optional<Archive> resumed;
  if (request.resume) resumed = Archive::read(*request.resume);
  const TrainingOptions options = optionsOf(request);
  const AutoencoderConfig config =
      AutoencoderConfig::fromJson(settingsOf(request, resumed ? &*resumed : nullptr));
  (void)deviceOf(config.device);
  checkFolder(request.out);
  if (request.history) checkFolder(*request.history);
  AutoencoderStage stage(openDataSet(request), config);
  RunControl control;
  Training training(stage, options, control);
  if (resumed) training.resume(*resumed);
  run(stage, training, control, stop);
  if (request.history) writeFileAtomically(*request.history, training.history().toCsv());
  if (control.state() == RunState::Failed) throw std::runtime_error(training.ending());
  Json report = reportOf(request, stage, training);
  report["models"] = describeSplit(stage.split());
  addTestError(report, Autoencoder(Archive::read(request.out)), stage.data(), stage.split().test,
               stop);
  print(report, request.json);
}

void addPca(CLI::App& train, const std::stop_token& stop) {
  const auto request = std::make_shared<TrainRequest>();
  request->stage = "pca";
  CLI::App* command = train.add_subcommand("pca", "Principal components: the linear latents");
  addTrainOptions(*command, *request);
  command->footer(
      "Settings: components, oversampling, passes, validation, test, seed, threads.\n\n"
      "Example:\n"
      "  isochron-cli train pca --data grf.npy --out pca.isochron --set components=48\n");
  command->callback([request, stop] { trainPca(*request, stop); });
}

void addAutoencoder(CLI::App& train, const std::stop_token& stop) {
  const auto request = std::make_shared<TrainRequest>();
  request->stage = "autoencoder";
  CLI::App* command = train.add_subcommand("autoencoder", "The paper's convolutional autoencoder");
  addTrainOptions(*command, *request);
  command->add_option("--resume", request->resume, "Go on with the run that wrote this file")
      ->type_name("FILE");
  command
      ->add_option("--stop-after", request->stopAfter,
                   "1000steps, 60s, 10min, 2h or 0.05error; several with commas")
      ->type_name("WHEN");
  command
      ->add_option("--patience", request->patience,
                   "Stop after so many records without a smaller error [never]")
      ->type_name("N")
      ->check(notNegative());
  command->add_option("--device", request->device, "cpu or cuda:0 [cpu]")->type_name("DEVICE");
  command->add_option("--history", request->history, "All records as CSV")->type_name("FILE");
  command->add_option("--metrics-every", request->metricsEvery, "Steps from record to record [50]")
      ->type_name("N")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""));
  command
      ->add_option("--checkpoint-every", request->checkpointEvery,
                   "Seconds from one save to the next [60]")
      ->type_name("S")
      ->check(notNegative());
  command->footer(
      "Settings: latents, blocks, width, channels, kl_weight, batch, epochs, schedule,\n"
      "learning_rate, patience, gradient_clip, validation, test, validation_models, seed,\n"
      "device, threads. `isochron-cli info MODEL` shows those of a model.\n"
      "The model is saved again and again while it learns, as a whole: interrupted or killed,\n"
      "the run can be resumed.\n\n"
      "Examples:\n"
      "  isochron-cli train autoencoder --data grf.npy --out ae.isochron --stop-after 2h\n"
      "  isochron-cli train autoencoder --data grf.npy --out ae.isochron --resume ae.isochron\n");
  command->callback([request, stop] { trainAutoencoder(*request, stop); });
}

}  // namespace

void addTrainCommand(CLI::App& program, std::stop_token stop) {
  CLI::App& train = addLearningCommand(program, "train");
  train.require_subcommand(1);
  addPca(train, stop);
  addAutoencoder(train, stop);
}

}  // namespace isochron::cli
