// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pinn_config.h"

#include <algorithm>

#include "field/error.h"
#include "training/config.h"

namespace isochron {
namespace {

/// Calls visit(key, value) for every setting that is stored as it is.
template <typename Config, typename Visit>
void visitPinnSettings(Config& c, const Visit& visit) {
  visit("width", c.width);
  visit("depth", c.depth);
  visit("activation", c.activation);
  visit("residual", c.loss.residual);
  visit("semiconcavity", c.loss.semiconcavity);
  visit("semiconcavity_bound", c.loss.semiconcavityBound);
  visit("viscosity", c.loss.viscosity);
  visit("spacing", c.spacing);
  visit("points", c.points);
  visitSettings(c.optimiser, visit);
  visit("seed", c.seed);
  visit("threads", c.threads);
}

}  // namespace

PinnConfig PinnConfig::fromJson(const Json& json) {
  PinnConfig c;
  const std::string place = "pinn";
  ConfigReader reader(json, place);
  visitPinnSettings(c, [&](const char* key, auto& value) { reader.read(key, value); });
  std::string ansatz = toText(c.ansatz), norm = toText(c.loss.norm),
              derivatives = toText(c.loss.differentiation), sampler = toText(c.sampler);
  reader.read("ansatz", ansatz);
  reader.read("norm", norm);
  reader.read("derivatives", derivatives);
  reader.read("sampler", sampler);
  reader.finish();
  c.ansatz = ansatzKindOf(ansatz);
  c.loss.norm = residualNormOf(norm);
  c.loss.differentiation = differentiationOf(derivatives);
  c.sampler = samplerOf(sampler);
  c.optimiser.check(place);
  const auto require = [&](bool condition, const char* problem, const char* remedy) {
    if (!condition) throw Error(place, problem, remedy);
  };
  require(c.points >= 1, "'points' must be positive", "choose 1024");
  require(c.spacing > 0.0, "'spacing' must be positive", "choose 0.5 cells");
  require(c.threads >= 0, "'threads' cannot be negative",
          "set it to 0: as many as the machine has");
  require(c.loss.residual > 0.0, "there is nothing to learn from", "give residual a weight");
  require(c.loss.semiconcavity >= 0.0 && c.loss.viscosity >= 0.0, "weights cannot be negative",
          "set what is not wanted to 0");
  require(c.sampler != Sampler::Adaptive, "a PINN of one model has no adaptive points",
          "choose sobol, random or grid");
  require(c.loss.viscosity == 0.0 || c.loss.differentiation != Differentiation::Upwind,
          "upwind derivatives have no use for a viscosity", "leave it at 0, or choose central");
  mlpLayers(c.network());
  return c;
}

Json PinnConfig::toJson() const {
  Json json = Json::object();
  visitPinnSettings(*this, [&](const char* key, const auto& value) { json[key] = value; });
  json["ansatz"] = toText(ansatz);
  json["norm"] = toText(loss.norm);
  json["derivatives"] = toText(loss.differentiation);
  json["sampler"] = toText(sampler);
  return json;
}

MlpConfig PinnConfig::network() const {
  MlpConfig mlp;
  mlp.latents = 0;
  mlp.widths.assign(static_cast<std::size_t>(std::max(depth, 0)), width);
  mlp.activation = activationOf(activation);
  mlp.seed = seed;
  return mlp;
}

}  // namespace isochron
