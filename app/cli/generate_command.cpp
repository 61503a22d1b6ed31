// SPDX-License-Identifier: GPL-3.0-or-later
#include "generate_command.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <limits>
#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "field_output.h"
#include "generate_source.h"
#include "progress.h"
#include "training/archive.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct GenerateRequest {
  GenerateWish wish;
  std::optional<std::int64_t> count;
  NodeCounts size{128, 128};
  std::vector<double> extent{5.0, 1.0};  // km
  std::optional<std::uint64_t> seed;
  std::filesystem::path out;
  bool showRecipe = false;
  bool float32 = false;
  int threads = 0;
  bool json = false;
};

Grid gridOf(const GenerateRequest& request) {
  const auto [nx, nz] = request.size;
  return {nx, nz, request.extent[0] / (nx - 1), request.extent[1] / (nz - 1), {}};
}

void report(const GenerateRequest& request, const Grid& grid, double min, double max,
            double seconds) {
  const std::int64_t count = request.count.value_or(1);
  if (request.json) {
    Json json;
    json["kind"] = request.wish.kind;
    json["out"] = request.out.string();
    json["models"] = count;
    json["seed"] = request.seed.value_or(0);
    json["shape"] = {grid.nz, grid.nx};
    json["spacing_km"] = {grid.dx, grid.dz};
    json["velocity_km_s"] = {min, max};
    json["seconds"] = seconds;
    std::cout << jsonText(json, 2) << '\n';
    return;
  }
  std::cout << request.out.string() << ": " << count << (count == 1 ? " model of " : " models of ")
            << gridInWords(grid) << ", " << min << " to " << max << " km/s\n";
}

void makeModels(const GenerateRequest& request, const Grid& grid, const std::stop_token& stop) {
  if (request.out.empty()) throw Error("--out", "is missing", "name the file to write");
  if (request.float32 && !request.count)
    throw Error("--float32", "goes with many models only", "give --count too");
  const GenerateSource source = generateSource(request.wish, grid);
  if (source.single && (request.count || request.seed))
    throw Error("--recipe", "an earth recipe is one model", "leave out --count and --seed");
  NpyStatement statement{grid.dx, grid.dz, grid.origin, source.record};
  if (!source.single) statement.generator->seed = request.seed.value_or(0);
  FieldOutput output(request.out, request.count, "velocity [km/s]",
                     request.float32 ? NpyNumber::Float32 : NpyNumber::Float64, statement);
  const std::int64_t count = request.count.value_or(1);
  Progress progress("generating", count);
  double min = std::numeric_limits<double>::infinity();
  double max = 0.0;
  const auto start = std::chrono::steady_clock::now();
  const auto add = [&](std::int64_t i, const VelocityModel& model) {
    min = std::min(min, model.min());
    max = std::max(max, model.max());
    output.add(model.field());
    progress.update(i + 1);
  };
  generateMany(source.makeMaker, request.seed.value_or(0), count, request.threads, add, stop);
  output.finish();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  report(request, grid, min, max, took.count());
}

void runGenerate(const GenerateRequest& request, const std::stop_token& stop) {
  const Grid grid = gridOf(request);
  validate(grid);
  if (!request.showRecipe) return makeModels(request, grid, stop);
  if (!request.out.empty() || request.count)
    throw Error("--show-recipe", "prints a recipe and makes no models",
                "leave out --out and --count, or --show-recipe");
  std::cout << recipeOf(request.wish, grid, request.seed.value_or(0));
}

void addOrigin(CLI::App& command, GenerateRequest& request) {
  command
      .add_option("--set", request.wish.settings,
                  "A parameter of the kind, see below; may be given several times")
      ->type_name("NAME=VALUE");
  command
      .add_option("--recipe", request.wish.recipe,
                  "earth, mixture: make what this JSON says, see --show-recipe")
      ->type_name("FILE");
  command.add_flag("--show-recipe", request.showRecipe,
                   "earth, mixture: print the recipe as JSON, to be edited; make no models");
  command
      .add_option("--from", request.wish.from,
                  "patches: models to cut from, in any known format; several times for several")
      ->type_name("FILE");
}

}  // namespace

void addGenerateCommand(CLI::App& program, const std::stop_token& stop) {
  const auto request = std::make_shared<GenerateRequest>();
  CLI::App* command = program.add_subcommand("generate", "Make velocity models from a seed");
  command->add_option("KIND", request->wish.kind, "What to make, see below")->required();
  command->add_option("--out", request->out, ".npy; for one model .csv, .txt, .vti, .bin too")
      ->type_name("FILE");
  command->add_option("--count", request->count, "So many models, as (N, nz, nx) [one, (nz, nx)]")
      ->type_name("N")
      ->check(positive());
  command
      ->add_option_function<std::string>(
          "--size",
          [request](const std::string& text) { request->size = parseSize("--size", text); },
          "Nodes along x and z [128,128]")
      ->type_name("NX,NZ");
  command
      ->add_option_function<std::string>(
          "--extent",
          [request](const std::string& text) {
            request->extent = parseLengths("--extent", text, 2);
          },
          "Width and depth of the box, km [5,1]")
      ->type_name("WIDTH,DEPTH");
  command->add_option("--seed", request->seed, "Seed of the first model; the next has S + 1 [0]")
      ->type_name("S")
      ->check(notNegative());
  command->add_flag("--float32", request->float32, "Half the bytes, for sets of many models");
  addOrigin(*command, *request);
  command->add_option("--threads", request->threads, "The models do not depend on it [all cores]")
      ->type_name("N")
      ->check(positive());
  command->add_flag("--json", request->json, "Print JSON instead of text");
  addImportOptions(*command, request->wish.import);
  command->footer(
      kindsHelp() +
      "\nThe same seed gives the same model on every machine (to the last bits of sin, exp and\n"
      "pow, which processors round differently: far below float32).\n\n"
      "Examples:\n"
      "  isochron-cli generate salt --seed 7 --out salt.npy\n"
      "  isochron-cli generate random-field --count 20000 --float32 --out grf.npy\n"
      "  isochron-cli generate random-field --set tau=15 --out rough.npy\n"
      "  isochron-cli generate fault --size 601,201 --extent 6,2 --out fault.vti\n"
      "  isochron-cli generate earth --seed 3 --show-recipe > mine.json\n"
      "  isochron-cli generate earth --recipe mine.json --out mine.npy\n"
      "  isochron-cli generate mixture --set salt=8 --set contrast=4 --count 500 --out mix.npy\n"
      "  isochron-cli generate patches --from overthrust.sgy --size 256,256 --count 900 --out "
      "p.npy\n");
  command->callback([request, stop] { runGenerate(*request, stop); });
}

}  // namespace isochron::cli
