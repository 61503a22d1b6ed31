// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_pinn.h"

#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "field_output.h"
#include "train_request.h"
#include "train_run.h"
#include "training/latent_pinn.h"
#include "training/pinn_stage.h"
#include "validators.h"

namespace isochron::cli {

std::string pinnSettings() {
  return std::string(
             "  width, depth           of the network: neurons per layer, and layers\n"
             "  activation             tanh, sine, elu, gelu, silu or softplus\n"
             "  ansatz                 bounded or original: how T is made of the output\n"
             "  derivatives            upwind, central or exact\n"
             "  spacing                finite-difference step, cells\n"
             "  norm                   of the residual: l1, l2 or velocity\n"
             "  residual, semiconcavity\n"
             "                         weights of the terms of the loss\n"
             "  semiconcavity_bound    second derivatives of T below it cost nothing, 1/km\n"
             "  viscosity              of the eikonal equation, km\n"
             "  sampler, points        collocation points of a step: grid, random or sobol; how "
             "many\n") +
         kOptimiserSettings +
         "  seed, threads          of all random numbers; 0 threads: all processors\n";
}

namespace {

struct PinnRequest : TrainRequest {
  std::optional<std::string> source;
  std::int64_t index = 0;
  std::optional<std::filesystem::path> times;
};

void trainPinn(const PinnRequest& request, const std::stop_token& stop) {
  if (request.times) checkFolder(*request.times);
  const auto make = [&](const Json& settings, const Preparation&) {
    const PinnConfig config = PinnConfig::fromJson(settings);
    const DataSet data = openDataSet(request);
    requireIndex(request.index, data.count());
    const VelocityModel model = data.read(request.index);
    const Point source =
        request.source ? parsePoint("--source", *request.source) : UnitBox(model.grid()).middle();
    auto stage = std::make_unique<PinnStage>(model, source, config);
    if (request.from) stage->beginWith(Archive::read(*request.from));
    return stage;
  };
  const auto tell = [&](Stage& stage, Json& report) {
    if (!request.times) return;
    FieldOutput output(*request.times, {}, "traveltime_s");
    output.add(*stage.snapshot(0).find("traveltime"));
    output.finish();
    report["times"] = request.times->string();
  };
  runStage(request, make, tell, stop);
}

}  // namespace

void addTrainPinn(CLI::App& train, const std::stop_token& stop) {
  const auto request = std::make_shared<PinnRequest>();
  request->stage = "pinn";
  request->metricsEvery = 200;
  CLI::App* command =
      train.add_subcommand("pinn", "Traveltimes of one model from one source, by one network");
  command->add_option("--velocity", request->data, "The model, in any known format")
      ->type_name("FILE")
      ->required();
  addStageOptions(*command, *request);
  command->add_option("--index", request->index, "Which of several models, counted from 0 [0]")
      ->type_name("I")
      ->check(notNegative());
  command->add_option("--source", request->source, "Place of the source, km [middle of the box]")
      ->type_name("X,Z");
  command
      ->add_option("--from", request->from,
                   "Transfer: begin with what this PINN has learnt of another model")
      ->type_name("FILE");
  command
      ->add_option("--times", request->times,
                   "Its traveltimes at the nodes, s: .npy, .csv, .txt, .vti, .bin")
      ->type_name("FILE");
  addRunOptions(*command, *request);
  command->get_option("--from")->excludes("--resume");
  command->footer(std::string("The error is the RMAE against the solver.\n\n"
                              "Settings, for --set KEY=VALUE:\n") +
                  pinnSettings() +
                  "\nExamples:\n"
                  "  isochron-cli train pinn --velocity v.npy --spacing 0.04,0.008 \\\n"
                  "      --source 2.5,0.5 --stop-after 60s --out pinn.isochron --times T.npy\n"
                  "  isochron-cli train pinn --velocity other.npy --from pinn.isochron \\\n"
                  "      --stop-after 0.005error --out other.isochron\n");
  command->callback([request, stop] { trainPinn(*request, stop); });
}

}  // namespace isochron::cli
