// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pinn_config.h"

#include <algorithm>

#include "field/error.h"
#include "training/loss_settings.h"

namespace isochron {
namespace {

/// Calls visit(key, value) for every setting that is stored as it is.
template <typename Config, typename Visit>
void visitPinnSettings(Config& c, const Visit& visit) {
  visit("width", c.width);
  visit("depth", c.depth);
  visit("activation", c.activation);
  visitSettings(c.loss, visit);
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
  readWords(reader, c.ansatz, c.loss, c.sampler);
  reader.finish();
  c.optimiser.check(place);
  const auto require = [&](bool condition, const char* problem, const char* remedy) {
    if (!condition) throw Error(place, problem, remedy);
  };
  require(c.points >= 1, "'points' must be positive", "choose 512");
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
  writeWords(json, ansatz, loss, sampler);
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
