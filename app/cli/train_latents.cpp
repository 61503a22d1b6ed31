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
  CLI::App* command = train.add_subcommand("pca", "Principal components: the linear latents");
  addTrainOptions(*command, *request);
  command->footer(
      "Settings: components, oversampling, passes, validation, test, seed, threads.\n\n"
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
      "Settings: latents, blocks, width, doublings, channels, kl_weight, batch, epochs, start,\n"
      "schedule, learning_rate, patience, gradient_clip, validation, test, validation_models,\n"
      "seed, threads. `isochron-cli info MODEL` shows those of a model.\n"
      "The model is saved again and again while it learns, as a whole: interrupted or killed,\n"
      "the run can be resumed.\n\n"
      "Examples:\n"
      "  isochron-cli train autoencoder --data grf.npy --out ae.isochron --stop-after 2h\n"
      "  isochron-cli train autoencoder --data grf.npy --out ae.isochron --resume ae.isochron\n");
  command->callback([request, stop] { trainAutoencoder(*request, stop); });
}

}  // namespace isochron::cli
