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
      std::string(
          "Give --spacing where the data's file does not state it: traveltimes depend on it.\n\n"
          "Settings, for --set KEY=VALUE:\n"
          "  network                branch-trunk or mlp\n"
          "  sums, rank             branch-trunk: groups of products, products per group\n"
          "  hidden                 branch-trunk: neurons of the head's hidden layer\n"
          "  trunk_width, trunk_depth, branch_width, branch_depth\n"
          "                         branch-trunk: neurons per layer, and layers\n"
          "  width, depth           mlp: neurons per layer, and layers\n"
          "  activation             tanh, sine, elu, gelu, silu or softplus\n"
          "  ansatz                 bounded or original: how T is made of the output\n"
          "  slowest, fastest       velocity bounds of the ansatz, km/s; 0: those of the models\n"
          "  derivatives            upwind, central or exact (mlp)\n"
          "  spacing                finite-difference step, cells\n"
          "  norm                   of the residual: l1, l2 or velocity\n"
          "  velocity               in the residual: true or decoded\n"
          "  residual, labels, semiconcavity\n"
          "                         weights of the terms of the loss\n"
          "  semiconcavity_bound    second derivatives of T below it cost nothing, 1/km\n"
          "  viscosity              of the eikonal equation, km\n"
          "  sampler                collocation points: grid, random, sobol or adaptive\n"
          "  points, label_points   collocation points and labels per source\n"
          "  models, sources        models per source, sources per step\n"
          "  reuse                  steps per source and its models\n"
          "  training_models, training_nodes\n"
          "                         so many to train on; 0: all\n"
          "  centre_share           share of sources at the centre of the box\n"
          "  least_aspect, greatest_aspect\n"
          "                         depth over width of the boxes trained in, for latents that "
          "are\n"
          "                         relative; 0: the models' own box alone\n") +
      kOptimiserSettings +
      "  validation, test       shares of the models that are not trained on\n"
      "  validation_models      at most so many for the error during training\n"
      "  seed, threads          of all random numbers; 0 threads: all processors\n"
      "`isochron-cli info MODEL` shows those of a model.\n\n"
      "The file is written every --checkpoint-every seconds: a run that was interrupted or\n"
      "killed goes on with --resume.\n\n"
      "Example:\n"
      "  isochron-cli train latentpinn --data grf.npy --spacing 0.03937008,0.007874016 \\\n"
      "      --out grf.isochron --stop-after 1h\n");
  command->callback([request, stop] { trainLatentPinn(*request, stop); });
}

}  // namespace isochron::cli
