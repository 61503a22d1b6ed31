// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_latent_pinn.h"

#include <memory>

#include "resources.h"
#include "train_latents.h"
#include "train_request.h"
#include "train_run.h"
#include "training/latent_pinn_stage.h"
#include "training/preset.h"

namespace isochron::cli {
namespace {

/// Those of a file, or principal components learnt from the same models.
std::shared_ptr<const LatentModel> latentsFor(const TrainRequest& request, const DataSet& data,
                                              int threads, const std::stop_token& stop) {
  if (const auto& before = request.resume ? request.resume : request.from)
    return LatentPinn(Archive::read(*before)).sharedLatents();
  if (request.latents) return loadLatentModel(Archive::read(*request.latents));
  Json settings = presetSettings(resources() / "presets", presetOf(request), "pca");
  settings["threads"] = threads;
  return learnComponents(data, settings, stop);
}

void trainLatentPinn(const TrainRequest& request, const std::stop_token& stop) {
  const auto make = [&](const Json& settings, const Preparation& preparation) {
    const LatentPinnConfig config = LatentPinnConfig::fromJson(settings);
    DataSet data = openDataSet(request);
    config.checkForTraining();
    preparation.at("reading the models", 0.0);
    auto latents = latentsFor(request, data, config.threads, stop);
    auto stage =
        std::make_unique<LatentPinnStage>(std::move(data), std::move(latents), config, preparation);
    if (request.from) stage->beginWith(LatentPinn(Archive::read(*request.from)));
    return stage;
  };
  const auto tell = [](Stage& stage, Json& report) {
    report["models"] = describeSplit(static_cast<LatentPinnStage&>(stage).split());
  };
  runStage(request, make, tell, stop);
}

}  // namespace

void addTrainLatentPinn(CLI::App& train, const std::stop_token& stop) {
  const auto request = std::make_shared<TrainRequest>();
  request->stage = "latentpinn";
  request->metricsEvery = 500;
  CLI::App* command =
      train.add_subcommand("latentpinn", "Traveltimes of all models of a family, by one network");
  addTrainOptions(*command, *request);
  command
      ->add_option("--latents", request->latents,
                   "Latents of train pca or autoencoder [components of the same models]")
      ->type_name("FILE");
  command
      ->add_option("--from", request->from,
                   "Begin with what this model has learnt, its settings and latents")
      ->type_name("FILE");
  addRunOptions(*command, *request);
  command->get_option("--from")->excludes("--resume")->excludes("--latents");
  command->footer(
      "Give --spacing where the data's file does not know it: traveltimes depend on it.\n"
      "Settings: network (branch-trunk, mlp), sums, rank, hidden, trunk_width, trunk_depth,\n"
      "branch_width, branch_depth, width, depth, activation, ansatz (bounded, original),\n"
      "slowest, fastest, derivatives (upwind, central, exact), norm (l1, l2, velocity),\n"
      "residual, semiconcavity, semiconcavity_bound, viscosity, labels, velocity (true,\n"
      "decoded), sampler (grid, random, sobol, adaptive), spacing, points, label_points,\n"
      "training_nodes, training_models, models, sources, reuse, centre_share, steps,\n"
      "optimiser (adam, lbfgs), batch_steps, schedule (cosine, plateau, constant),\n"
      "learning_rate, least_learning_rate, epoch, patience, warm_up,\n"
      "gradient_clip, beta2, validation, test, validation_models, seed, threads. "
      "`isochron-cli info MODEL` shows a model's.\n"
      "The model is saved again and again while it learns, as a whole: interrupted or killed,\n"
      "the run can be resumed.\n\n"
      "Example:\n"
      "  isochron-cli train latentpinn --data grf.npy --spacing 0.03937008,0.007874016 \\\n"
      "      --out grf.isochron --stop-after 1h\n");
  command->callback([request, stop] { trainLatentPinn(*request, stop); });
}

}  // namespace isochron::cli
