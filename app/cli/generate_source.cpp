// SPDX-License-Identifier: GPL-3.0-or-later
#include "generate_source.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <sstream>

#include "arguments.h"
#include "field/error.h"
#include "formats/decimal.h"
#include "generators/earth_recipe.h"
#include "generators/mixture.h"
#include "generators/patches.h"
#include "progress.h"

namespace isochron::cli {
namespace {

constexpr const char* kPatches = "patches";

const ModelKindInfo& kindNamed(const std::string& name) {
  std::string names;
  for (const ModelKindInfo& info : modelKinds()) {
    if (info.name == name) return info;
    names += info.name + ", ";
  }
  throw Error("KIND", "'" + name + "' is not known", "use one of " + names + kPatches);
}

ModelParameters parametersOf(const GenerateWish& wish, const std::string& kind,
                             const std::vector<ModelParameterInfo>& infos) {
  ModelParameters parameters;
  for (const ModelParameterInfo& info : infos) parameters.push_back(info.standard);
  for (const std::string& setting : wish.settings) {
    const std::vector<std::string> parts = split(setting, '=');
    std::string names;
    std::size_t i = 0;
    for (; i < infos.size() && infos[i].name != parts[0]; ++i)
      names += (names.empty() ? "" : ", ") + infos[i].name;
    if (i == infos.size())
      throw Error("--set " + setting, kind + " has no such parameter",
                  "give NAME=VALUE with one of " + names);
    parameters[i] = parseNumbers("--set " + parts[0], parts.size() == 2 ? parts[1] : "", 1)[0];
  }
  return completeParameters(kind, infos, std::move(parameters));
}

ModelParameters parametersOf(const GenerateWish& wish, const ModelKindInfo& info) {
  return parametersOf(wish, info.name, info.parameters);
}

std::string textOf(const std::filesystem::path& path) {
  constexpr std::uintmax_t kMostBytes = 16 << 20;
  const std::string name = path.filename().string();
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(path, problem);
  if (problem) throw Error(path.string(), "cannot be read", "check the name");
  if (size > kMostBytes) throw Error(name, "is too long for a recipe", "name another file");
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void refuseSettings(const GenerateWish& wish) {
  if (!wish.settings.empty())
    throw Error("--set", "the recipe has all parameters",
                "change them there, or leave out --recipe");
}

EarthRecipe wantedEarth(const GenerateWish& wish, const Grid& grid, std::uint64_t seed) {
  if (wish.recipe.empty())
    return earthRecipe(grid, seed, parametersOf(wish, modelKindInfo(ModelKind::Earth)));
  refuseSettings(wish);
  return parseEarthRecipe(textOf(wish.recipe), wish.recipe.filename().string());
}

Mixture wantedMixture(const GenerateWish& wish) {
  if (wish.recipe.empty()) return mixtureOf(parametersOf(wish, modelKindInfo(ModelKind::Mixture)));
  refuseSettings(wish);
  return parseMixture(textOf(wish.recipe), wish.recipe.filename().string());
}

/// All models of the files; of very many, an even choice that fits into memory.
std::vector<std::shared_ptr<const VelocityModel>> modelsToCut(const GenerateWish& wish) {
  constexpr double kMostValues = 6.4e7;
  if (wish.from.empty())
    throw Error(kPatches, "there is nothing to cut them from", "name models with --from FILE");
  std::vector<std::shared_ptr<const VelocityModel>> models;
  for (const std::filesystem::path& path : wish.from) {
    const Import import = openImport(path, wish.import);
    requireSpacing(import);
    printReasons(import);
    const std::int64_t count = import.modelCount();
    const double values = static_cast<double>(count) * static_cast<double>(wish.from.size()) *
                          static_cast<double>(import.read(0).grid().size());
    const auto used = std::clamp<std::int64_t>(
        static_cast<std::int64_t>(static_cast<double>(count) * kMostValues / values), 1, count);
    if (used < count)
      printMessage(path.filename().string() + ": patches are cut from " + std::to_string(used) +
                   " of its " + std::to_string(count) + " models");
    for (std::int64_t i = 0; i < used; ++i)
      models.push_back(std::make_shared<const VelocityModel>(import.read(i * count / used)));
  }
  return models;
}

GenerateSource patchSource(const GenerateWish& wish, const Grid& grid) {
  const ModelParameters parameters = parametersOf(wish, kPatches, patchParameters());
  const auto source = std::make_shared<const PatchSource>(modelsToCut(wish), parameters);
  return {[source, grid]() -> ModelMaker {
            return [source, grid](std::uint64_t seed) { return source->cut(grid, seed); };
          },
          false, generatorRecord(kPatches, patchParameters(), {}, parameters)};
}

GenerateSource recipeSource(const GenerateWish& wish, ModelKind kind, const Grid& grid) {
  if (kind == ModelKind::Mixture) {
    const Mixture mixture = wantedMixture(wish);
    return {[mixture, grid]() -> ModelMaker {
              return [=](std::uint64_t seed) { return generate(mixture, grid, seed); };
            },
            false,
            {wish.kind, {}, {}}};
  }
  const EarthRecipe recipe = wantedEarth(wish, grid, 0);
  return {[recipe, grid]() -> ModelMaker {
            return [=](std::uint64_t) { return VelocityModel(grid, earthVelocity(grid, recipe)); };
          },
          true,
          {wish.kind, {}, {}}};
}

void requireRecipes(const std::string& option, const ModelKindInfo& info) {
  if (info.kind == ModelKind::Earth || info.kind == ModelKind::Mixture) return;
  throw Error(option, info.name + " has no recipe",
              "use it with earth or mixture, or --set with this kind");
}

std::string padded(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, text.size()), ' ') + ' ';
}

std::string parameterLines(const std::string& kind, const std::vector<ModelParameterInfo>& infos,
                           std::size_t kindWidth, std::size_t nameWidth) {
  std::string text;
  for (const ModelParameterInfo& p : infos)
    text += "  " + padded(kind, kindWidth) + padded(p.name, nameWidth) + decimal(p.min) + " to " +
            decimal(p.max) + (p.unit.empty() ? "" : " " + p.unit) + " [" + decimal(p.standard) +
            "]\n";
  return text;
}

}  // namespace

GenerateSource generateSource(const GenerateWish& wish, const Grid& grid) {
  if (wish.kind == kPatches) {
    if (!wish.recipe.empty())
      throw Error("--recipe", "patches have no recipe", "use --set with them");
    return patchSource(wish, grid);
  }
  const ModelKindInfo& info = kindNamed(wish.kind);
  if (!wish.from.empty())
    throw Error("--from", info.name + " is not cut from files", "use it with patches");
  if (!wish.recipe.empty()) {
    requireRecipes("--recipe", info);
    return recipeSource(wish, info.kind, grid);
  }
  const ModelParameters parameters = parametersOf(wish, info);
  return {[kind = info.kind, grid, parameters] { return modelMaker(kind, grid, parameters); },
          false, generatorRecord(info.kind, {}, parameters)};
}

std::string recipeOf(const GenerateWish& wish, const Grid& grid, std::uint64_t seed) {
  if (wish.kind == kPatches)
    throw Error("--show-recipe", "patches have no recipe", "use it with earth or mixture");
  const ModelKindInfo& info = kindNamed(wish.kind);
  requireRecipes("--show-recipe", info);
  return info.kind == ModelKind::Earth ? recipeText(wantedEarth(wish, grid, seed))
                                       : mixtureText(wantedMixture(wish));
}

std::string kindsHelp() {
  std::size_t kindWidth = 0, nameWidth = 0;
  for (const ModelKindInfo& info : modelKinds()) {
    kindWidth = std::max(kindWidth, info.name.size());
    for (const ModelParameterInfo& p : info.parameters)
      nameWidth = std::max(nameWidth, p.name.size());
  }
  std::string text = "Kinds:\n";
  for (const ModelKindInfo& info : modelKinds())
    text += "  " + padded(info.name, kindWidth) + info.description + "\n";
  text += "  " + padded(kPatches, kindWidth) +
          "Windows cut from the models of --from, scaled and mirrored.\n";
  text += "\nParameters for --set, with bounds and [default]:\n";
  for (const ModelKindInfo& info : modelKinds())
    text += parameterLines(info.name, info.parameters, kindWidth, nameWidth);
  return text + parameterLines(kPatches, patchParameters(), kindWidth, nameWidth);
}

}  // namespace isochron::cli
