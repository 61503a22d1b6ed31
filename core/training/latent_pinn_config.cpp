// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_config.h"

#include "generators/parallel_in_order.h"
#include "nn/branch_trunk.h"
#include "nn/mlp_pairs.h"
#include "training/loss_settings.h"

namespace isochron {
namespace {

constexpr const char* kPlace = "latentpinn";

/// Calls visit(key, value) for every setting that is stored as it is.
template <typename Config, typename Visit>
void visitSettings(Config& c, const Visit& visit) {
  visit("network", c.network);
  visit("sums", c.sums);
  visit("rank", c.rank);
  visit("hidden", c.hidden);
  visit("trunk_width", c.trunkWidth);
  visit("trunk_depth", c.trunkDepth);
  visit("branch_width", c.branchWidth);
  visit("branch_depth", c.branchDepth);
  visit("width", c.width);
  visit("depth", c.depth);
  visit("activation", c.activation);
  visit("slowest", c.slowest);
  visit("fastest", c.fastest);
  visitSettings(c.loss, visit);
  visit("labels", c.loss.labels);
  visit("velocity", c.velocity);
  visit("spacing", c.spacing);
  visit("points", c.points);
  visit("training_nodes", c.trainingNodes);
  visit("label_points", c.labelPoints);
  visit("training_models", c.trainingModels);
  visit("models", c.models);
  visit("sources", c.sources);
  visit("reuse", c.reuse);
  visit("centre_share", c.centreShare);
  visit("least_aspect", c.leastAspect);
  visit("greatest_aspect", c.greatestAspect);
  visitSettings(c.optimiser, visit);
  visit("validation", c.validation);
  visit("test", c.test);
  visit("validation_models", c.validationModels);
  visit("seed", c.seed);
  visit("threads", c.threads);
}

void require(bool condition, const std::string& problem, const std::string& remedy) {
  if (!condition) throw Error(kPlace, problem, remedy);
}

}  // namespace

LatentPinnConfig LatentPinnConfig::fromJson(const Json& json) {
  LatentPinnConfig config;
  ConfigReader reader(json, kPlace);
  visitSettings(config, [&](const char* key, auto& value) { reader.read(key, value); });
  readWords(reader, config.ansatz, config.loss, config.sampler);
  reader.readDevice();
  reader.finish();
  config.check();
  return config;
}

void LatentPinnConfig::check() const {
  const LatentPinnConfig& c = *this;
  require(c.network == "branch-trunk" || c.network == "mlp", "'network' is " + c.network,
          "choose branch-trunk or mlp");
  require(c.velocity == "true" || c.velocity == "decoded", "'velocity' is " + c.velocity,
          "choose true or decoded");
  require(c.points >= 0 && c.labelPoints >= 1 && c.models >= 1 && c.sources >= 1 && c.reuse >= 1,
          "points, models, sources and reuse must be positive", "choose 384, 64, 2 and 1");
  require(c.points > 0 || c.loss.labels > 0.0, "there is nothing to learn from",
          "give points, or labels a weight");
  require(c.trainingModels >= 0 && (c.trainingNodes == 0 || c.trainingNodes >= c.points),
          "training_models or training_nodes are too few", "leave both at 0: all");
  require(c.trainingNodes == 0 || c.sampler == Sampler::Grid,
          "only the sampler grid can keep to training_nodes", "choose it, or leave them at 0");
  c.optimiser.check(kPlace);
  require(!c.optimiser.isLbfgs() || c.sampler != Sampler::Adaptive,
          "L-BFGS cannot follow points that adapt", "choose another sampler, or adam");
  require(c.spacing > 0.0, "'spacing' must be positive", "choose 1 cell");
  require(c.centreShare >= 0.0 && c.centreShare <= 1.0, "'centre_share' is not in [0, 1]",
          "choose 0.3");
  require((c.leastAspect == 0.0 && c.greatestAspect == 0.0) ||
              (c.leastAspect > 0.0 && c.greatestAspect >= c.leastAspect),
          "least_aspect and greatest_aspect are no range", "choose 0.1 and 2, or leave both at 0");
  require(c.greatestAspect == 0.0 || c.sampler != Sampler::Adaptive,
          "residuals in boxes of several shapes have no common map", "choose another sampler");
  require(c.greatestAspect == 0.0 || c.trainingNodes == 0,
          "boxes of several shapes have no nodes in common", "leave training_nodes at 0: all");
  require(c.slowest >= 0.0 && c.fastest >= 0.0, "velocities must be positive",
          "leave slowest and fastest at 0, or give them in km/s");
  require(c.slowest == 0.0 || c.fastest == 0.0 || c.slowest < c.fastest,
          "'slowest' = " + jsonText(Json(c.slowest)) +
              " km/s is not below 'fastest' = " + jsonText(Json(c.fastest)) + " km/s",
          "leave both at 0: those of the models");
  require(c.loss.differentiation != Differentiation::Exact || c.network == "mlp",
          "a branch-trunk network has no exact derivatives", "choose upwind or central");
  require(c.threads >= 0 && c.validationModels >= 0,
          "threads and validation_models cannot be negative", "leave them out");
  require(c.loss.residual >= 0 && c.loss.labels >= 0 && c.loss.semiconcavity >= 0 &&
              c.loss.viscosity >= 0,
          "weights cannot be negative", "set what is not wanted to 0");
  activationOf(c.activation);
}

void LatentPinnConfig::checkForTraining() const {
  require(loss.viscosity == 0.0 || loss.differentiation != Differentiation::Upwind,
          "upwind derivatives have no use for a viscosity", "leave it at 0, or choose central");
}

Json LatentPinnConfig::toJson() const {
  Json json = Json::object();
  visitSettings(*this, [&](const char* key, const auto& value) { json[key] = value; });
  writeWords(json, ansatz, loss, sampler);
  return json;
}

std::unique_ptr<PairNetwork> makeNetwork(const LatentPinnConfig& config, int latents,
                                         bool anyAspect, int threads) {
  const auto layers = [](int depth, int width) {
    return std::vector<int>(static_cast<std::size_t>(std::max(depth, 0)), width);
  };
  if (config.network == "mlp") {
    MlpConfig mlp;
    mlp.latents = latents;
    mlp.widths = layers(config.depth, config.width);
    mlp.activation = activationOf(config.activation);
    mlp.seed = config.seed;
    return std::make_unique<MlpPairs>(mlp, config.centreShare < 1.0, threadCount(threads));
  }
  BranchTrunkConfig network;
  network.latents = latents;
  network.groups = config.sums;
  network.rank = config.rank;
  network.hidden = config.hidden;
  network.trunkWidths = layers(config.trunkDepth, config.trunkWidth);
  network.branchWidths = layers(config.branchDepth, config.branchWidth);
  network.activation = activationOf(config.activation);
  network.anyAspect = anyAspect;
  network.seed = config.seed;
  return std::make_unique<BranchTrunk>(network, threadCount(threads));
}

}  // namespace isochron
