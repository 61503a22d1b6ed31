// SPDX-License-Identifier: GPL-3.0-or-later
#include "latent_pinn_info.h"

#include <iostream>
#include <sstream>

#include "field/error.h"
#include "info_line.h"
#include "progress.h"
#include "training/archive.h"

namespace isochron::cli {
namespace {

std::string number(const Json& json) {
  if (json.is_number_integer()) return std::to_string(json.get<std::int64_t>());
  std::ostringstream text;
  text.precision(4);
  text << json.get<double>();
  return text.str();
}

std::string percent(double part) {
  std::ostringstream text;
  text.precision(3);
  text << 100.0 * part << " %";
  return text.str();
}

std::string word(const Json& json) { return json.get<std::string>(); }

/// "a", "a and b" or "a, b and c".
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 < parts.size() ? ", " : " and ") + parts[i];
  return text;
}

std::string networkOf(const Json& config, const Json& parameters) {
  const auto layers = [&](const char* depth, const char* width) {
    return number(config.at(depth)) + " x " + number(config.at(width));
  };
  const std::string kind = word(config.at("network"));
  const std::string count = ", " + number(parameters) + " parameters, ";
  if (kind == "mlp")
    return kind + count + layers("depth", "width") + ' ' + word(config.at("activation"));
  return kind + count + "branch " + layers("branch_depth", "branch_width") + ", trunk " +
         layers("trunk_depth", "trunk_width") + ' ' + word(config.at("activation")) + ", " +
         number(config.at("sums")) + " sums of " + number(config.at("rank")) +
         " products, head of " + number(config.at("hidden"));
}

std::string latentsOf(const Json& description) {
  const Json& latents = description.at("latents");
  std::string text = number(description.at("latent_count")) + " by " + word(latents.at("kind"));
  if (latents.contains("energy"))
    text += ", " + percent(latents["energy"].get<double>()) + " of the models' energy";
  return text;
}

std::string boxOf(const Json& grid) {
  const Json &nodes = grid.at("nodes"), &spacing = grid.at("spacing_km"),
             &origin = grid.at("origin_km");
  const auto axis = [&](int i) {
    const double first = origin.at(i),
                 extent = (nodes.at(i).get<int>() - 1) * spacing.at(i).get<double>();
    return number(first) + " to " + number(first + extent) + " km";
  };
  return "x " + axis(0) + ", z " + axis(1) + "; " + number(nodes.at(0)) + " x " +
         number(nodes.at(1)) + " nodes";
}

/// True where latents are of velocities relative to each model's own bounds.
bool isRelative(const Json& description) {
  return description.at("latents").at("standardisation").value("relative", false);
}

/// Of a network that answers for boxes of any size.
std::string anyBoxOf(const Json& description) {
  const Json& config = description.at("config");
  const Json& nodes = description.at("latents").at("grid").at("nodes");
  const std::string models =
      "; models are encoded at " + number(nodes.at(0)) + " x " + number(nodes.at(1)) + " nodes";
  const double greatest = config.value("greatest_aspect", 0.0);
  if (greatest == 0.0)
    return "any size, with the shape of " + boxOf(description.at("latents").at("grid"));
  return "any size, depth over width from " + number(config.at("least_aspect")) + " to " +
         number(config.at("greatest_aspect")) + models;
}

std::string ansatzOf(const Json& config, bool relative) {
  const std::string kind = word(config.at("ansatz"));
  if (kind != "bounded") return kind + ", T = r |tanh u| / 3";
  if (relative) return "bounded, mean velocity on the way between each model's slowest and fastest";
  return "bounded, mean velocity on the way from " + number(config.at("slowest")) + " to " +
         number(config.at("fastest")) + " km/s";
}

std::string lossOf(const Json& config) {
  const auto weight = [&](const char* key) { return config.at(key).get<double>(); };
  std::vector<std::string> parts;
  if (config.at("points").get<int>() > 0 && weight("residual") > 0.0)
    parts.push_back(number(config.at("residual")) + " x residual (" + word(config.at("norm")) +
                    ", " + word(config.at("derivatives")) + " derivatives, " +
                    word(config.at("velocity")) + " velocity)");
  if (weight("semiconcavity") > 0.0)
    parts.push_back(number(config.at("semiconcavity")) + " x semiconcavity above " +
                    number(config.at("semiconcavity_bound")) + " per km");
  if (weight("viscosity") > 0.0) parts.push_back(number(config.at("viscosity")) + " x viscosity");
  parts.push_back(weight("labels") > 0.0 ? number(config.at("labels")) + " x labels by the solver"
                                         : "no labels");
  return listed(parts);
}

std::string dataOf(const Json& description) {
  const Json& config = description.at("config");
  const double validation = config.at("validation"), test = config.at("test");
  std::string text = number(description.at("models")) + " models";
  if (description.contains("data")) text += " of " + word(description["data"]);
  return text + ", " + percent(validation) + " for validation, " + percent(test) +
         " for test, seed " + number(config.at("seed"));
}

std::string trainingOf(const Json& description) {
  const Json& config = description.at("config");
  std::string text = number(description.at("steps")) + " steps";
  if (const auto planned = config.at("steps").get<std::int64_t>(); planned > 0)
    text += " of " + std::to_string(planned);
  if (description.contains("training_seconds"))
    text += " in " + durationInWords(description["training_seconds"].get<double>());
  if (description.contains("training_seconds_before"))
    text += ", after " + durationInWords(description["training_seconds_before"].get<double>()) +
            " of runs that it began with";
  text += ", " + number(config.at("sources")) + " sources x " + number(config.at("models")) +
          " models a step";
  // A run that was killed, or is under way, has not ended.
  const std::string ending = description.value("ending", std::string());
  return text + "; " + (ending.empty() ? "it has not ended yet" : ending);
}

std::string errorsOf(const Json& record) {
  std::vector<std::string> parts;
  if (record.contains("error"))
    parts.push_back(percent(record["error"].get<double>()) + " with the source in the middle");
  if (record.contains("error_anywhere"))
    parts.push_back(percent(record["error_anywhere"].get<double>()) + " anywhere");
  if (parts.empty()) return "none: no model was held out";
  return listed(parts) + ", on models held out, at step " + number(record.at("step"));
}

}  // namespace

void printLatentPinnFile(const Json& description) try {
  const Json& config = description.at("config");
  printLine("file", word(description.at("file")));
  printLine("kind", "latentPINN: traveltimes of a family of models by one network");
  printLine("network", networkOf(config, description.at("parameters")));
  printLine("latents", latentsOf(description));
  printLine("box", isRelative(description) ? anyBoxOf(description)
                                           : boxOf(description.at("latents").at("grid")));
  printLine("ansatz", ansatzOf(config, isRelative(description)));
  printLine("loss", lossOf(config));
  // A model that was stored alone does not remember how it was made.
  if (description.contains("models")) printLine("data", dataOf(description));
  if (description.contains("steps")) printLine("training", trainingOf(description));
  if (description.contains("last_record")) {
    const Json& record = description["last_record"];
    printLine("RMAE", errorsOf(record));
    if (record.contains("loss")) printLine("last loss", number(record["loss"]));
  }
  std::cout << "All settings and the last record are shown by --json.\n";
} catch (const Json::exception&) {
  throw Error(description.value("file", std::string("model")), "its description is not complete",
              "the file is damaged; take an older copy of it");
}

}  // namespace isochron::cli
