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
#include "formats/decimal.h"
#include "generators/generators.h"
#include "import_options.h"
#include "progress.h"

namespace isochron::cli {
namespace {

struct GenerateRequest {
  std::string kind;
  std::optional<std::int64_t> count;
  NodeCounts size{128, 128};
  std::vector<double> extent{5.0, 1.0};  // km
  std::uint64_t seed = 0;
  std::vector<std::string> settings;  // "alpha=3"
  std::filesystem::path out;
  bool float32 = false;
  int threads = 0;
  bool json = false;
};

const ModelKindInfo& kindNamed(const std::string& name) {
  std::string names;
  for (const ModelKindInfo& info : modelKinds()) {
    if (info.name == name) return info;
    names += (names.empty() ? "" : ", ") + info.name;
  }
  throw Error("KIND", "'" + name + "' is not known", "use one of " + names);
}

Grid gridOf(const GenerateRequest& request) {
  const auto [nx, nz] = request.size;
  return {nx, nz, request.extent[0] / (nx - 1), request.extent[1] / (nz - 1), {}};
}

ModelParameters parametersOf(const GenerateRequest& request, const ModelKindInfo& info) {
  ModelParameters parameters = completeParameters(info.kind, {});
  for (const std::string& setting : request.settings) {
    const std::vector<std::string> parts = split(setting, '=');
    std::string names;
    std::size_t i = 0;
    for (; i < info.parameters.size() && info.parameters[i].name != parts[0]; ++i)
      names += (names.empty() ? "" : ", ") + info.parameters[i].name;
    if (i == info.parameters.size())
      throw Error("--set " + setting, info.name + " has no such parameter",
                  "give NAME=VALUE with one of " + names);
    parameters[i] = parseNumbers("--set " + parts[0], parts.size() == 2 ? parts[1] : "", 1)[0];
  }
  return completeParameters(info.kind, std::move(parameters));
}

void report(const GenerateRequest& request, const Grid& grid, double min, double max,
            double seconds) {
  const std::int64_t count = request.count.value_or(1);
  if (request.json) {
    Json json;
    json["kind"] = request.kind;
    json["out"] = request.out.string();
    json["models"] = count;
    json["seed"] = request.seed;
    json["shape"] = {grid.nz, grid.nx};
    json["spacing_km"] = {grid.dx, grid.dz};
    json["velocity_km_s"] = {min, max};
    json["seconds"] = seconds;
    std::cout << json.dump(2) << '\n';
    return;
  }
  std::cout << request.out.string() << ": " << count << (count == 1 ? " model of " : " models of ")
            << gridInWords(grid) << ", " << min << " to " << max << " km/s\n";
}

void runGenerate(const GenerateRequest& request, const std::stop_token& stop) {
  const ModelKindInfo& info = kindNamed(request.kind);
  const Grid grid = gridOf(request);
  validate(grid);
  if (request.float32 && !request.count)
    throw Error("--float32", "goes with many models only", "give --count too");
  const ModelParameters parameters = parametersOf(request, info);
  FieldOutput output(request.out, request.count, "velocity [km/s]",
                     request.float32 ? NpyNumber::Float32 : NpyNumber::Float64);
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
  generateMany(info.kind, grid, request.seed, count, request.threads, add, stop, parameters);
  output.finish();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  report(request, grid, min, max, took.count());
}

std::string kindsHelp() {
  std::string text = "Kinds:\n";
  for (const ModelKindInfo& info : modelKinds())
    text += "  " + info.name + std::string(14 - info.name.size(), ' ') + info.description + "\n";
  text += "\nParameters for --set, with bounds and [default]:\n";
  for (const ModelKindInfo& info : modelKinds())
    for (const ModelParameterInfo& p : info.parameters)
      text += "  " + info.name + std::string(14 - info.name.size(), ' ') + p.name +
              std::string(10 - p.name.size(), ' ') + decimal(p.min) + " to " + decimal(p.max) +
              (p.unit.empty() ? "" : " " + p.unit) + " [" + decimal(p.standard) + "]\n";
  return text;
}

}  // namespace

void addGenerateCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<GenerateRequest>();
  CLI::App* command = program.add_subcommand("generate", "Make velocity models from a seed");
  command->add_option("KIND", request->kind, "What to make, see below")->required();
  command->add_option("--out", request->out, ".npy; for one model .csv, .txt, .vti, .bin too")
      ->type_name("FILE")
      ->required();
  command->add_option("--count", request->count, "So many models, as (N, nz, nx) [one, (nz, nx)]")
      ->type_name("N")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""));
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
      ->type_name("S");
  command->add_flag("--float32", request->float32, "Half the bytes, for sets of many models");
  command
      ->add_option("--set", request->settings,
                   "A parameter of the kind, see below; may be given several times")
      ->type_name("NAME=VALUE");
  command->add_option("--threads", request->threads, "The models do not depend on it [all cores]")
      ->type_name("N")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""));
  command->add_flag("--json", request->json, "Print JSON instead of text");
  command->footer(kindsHelp() +
                  "\nThe same seed gives the same model on every machine.\n\n"
                  "Examples:\n"
                  "  isochron-cli generate salt --seed 7 --out salt.npy\n"
                  "  isochron-cli generate random-field --count 20000 --float32 --out grf.npy\n"
                  "  isochron-cli generate random-field --set tau=15 --out rough.npy\n"
                  "  isochron-cli generate fault --size 601,201 --extent 6,2 --out fault.vti\n");
  command->callback([request, stop] { runGenerate(*request, stop); });
}

}  // namespace isochron::cli
