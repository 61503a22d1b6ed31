// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_latents.h"

#include <chrono>
#include <memory>

#include "progress.h"
#include "train_request.h"
#include "train_run.h"
#include "training/autoencoder_stage.h"
#include "training/pca.h"

namespace isochron::cli {
namespace {

void addTestError(Json& report, const LatentModel& model, const DataSet& data,
                  const std::vector<std::int64_t>& test, const std::stop_token& stop) {
  if (!test.empty() && !stop.stop_requested())
    report["test_error"] = reconstructionError(model, data, test, stop);
}

std::unique_ptr<PrincipalComponents> components(const DataSet& data, const PcaConfig& config,
                                                const std::stop_token& stop) {
  const DataSplit split = splitModels(data.count(), config.validation, config.test, config.seed);
  Progress progress("finding components",
                    (config.passes + 1) * static_cast<std::int64_t>(split.train.size()));
  return std::make_unique<PrincipalComponents>(
      data, config, [&](std::int64_t done, std::int64_t) { progress.update(done); }, stop);
}

void trainPca(const TrainRequest& request, const std::stop_token& stop) {
  const PcaConfig config = PcaConfig::fromJson(settingsOf(request, nullptr));
  checkFolder(request.out);
  const DataSet data = openDataSet(request);
  const auto start = std::chrono::steady_clock::now();
  const std::unique_ptr<PrincipalComponents> model = components(data, config, stop);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  Archive archive;
  model->save(archive);
  archive.write(request.out);
  const DataSplit split = splitModels(data.count(), config.validation, config.test, config.seed);
  Json report = {{"model", request.out.string()},   {"kind", model->kind()},
                 {"latents", model->latentCount()}, {"models", describeSplit(split)},
                 {"seconds", took.count()},         {"energy", model->energy()}};
  addTestError(report, *model, data, split.test, stop);
  printReport(report, request.json);
}

void trainAutoencoder(const TrainRequest& request, const std::stop_token& stop) {
  const auto make = [&](const Json& settings, const Preparation& preparation) {
    return std::make_unique<AutoencoderStage>(openDataSet(request),
                                              AutoencoderConfig::fromJson(settings), preparation);
  };
  const auto tell = [&](Stage& stage, Json& report) {
    const auto& trained = static_cast<const AutoencoderStage&>(stage);
    report["models"] = describeSplit(trained.split());
    addTestError(report, Autoencoder(Archive::read(request.out)), trained.data(),
                 trained.split().test, stop);
  };
  runStage(request, make, tell, stop);
}

}  // namespace

std::unique_ptr<LatentModel> learnComponents(const DataSet& data, const Json& settings,
                                             const std::stop_token& stop) {
  return components(data, PcaConfig::fromJson(settings), stop);
}

void addTrainPca(CLI::App& train, const std::stop_token& stop) {
  const auto request = std::make_shared<TrainRequest>();
  request->stage = "pca";
  CLI::App* command = train.add_subcommand("pca", "Principal components: linear latents");
  addTrainOptions(*command, *request);
  command->footer(
      "Settings, for --set KEY=VALUE:\n"
      "  components             principal components that are kept\n"
      "  relative               true: velocities relative to each model's own bounds\n"
      "  oversampling, passes   of the subspace iteration\n"
      "  validation, test       shares of the models that are not trained on\n"
      "  seed, threads          of all random numbers; 0 threads: all processors\n\n"
      "Example:\n"
      "  isochron-cli train pca --data grf.npy --out pca.isochron --set components=48\n");
  command->callback([request, stop] { trainPca(*request, stop); });
}

void addTrainAutoencoder(CLI::App& train, const std::stop_token& stop) {
  const auto request = std::make_shared<TrainRequest>();
  request->stage = "autoencoder";
  CLI::App* command = train.add_subcommand("autoencoder", "The paper's convolutional autoencoder");
  addTrainOptions(*command, *request);
  addRunOptions(*command, *request);
  command->footer(
      "Settings, for --set KEY=VALUE:\n"
      "  latents                numbers that describe a model\n"
      "  blocks                 each halves both sides of the field\n"
      "  width, doublings       channels after the first block; blocks that double them\n"
      "  channels               input channels, 1 or 3\n"
      "  relative               true: velocities relative to each model's own bounds\n"
      "  start                  initialisation: random or linear\n"
      "  kl_weight              of the divergence of the latents from a normal distribution\n"
      "  batch, epochs          models per step, passes through all models; 0 epochs: no end\n"
      "  schedule, patience     constant, plateau (halved after so many epochs) or cosine\n"
      "  learning_rate          at the start\n"
      "  gradient_clip          largest norm of a gradient; 0: any\n"
      "  validation, test       shares of the models that are not trained on\n"
      "  validation_models      at most so many for the error during training\n"
      "  seed, threads          of all random numbers; 0 threads: all processors\n"
      "`isochron-cli info MODEL` shows those of a model.\n\n"
      "The file is written every --checkpoint-every seconds: a run that was interrupted or\n"
      "killed goes on with --resume.\n\n"
      "Examples:\n"
      "  isochron-cli train autoencoder --data grf.npy --out ae.isochron --stop-after 2h\n"
      "  isochron-cli train autoencoder --data grf.npy --out ae.isochron --resume ae.isochron\n");
  command->callback([request, stop] { trainAutoencoder(*request, stop); });
}

}  // namespace isochron::cli
