// SPDX-License-Identifier: GPL-3.0-or-later
#include "solve_command.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

#include "arguments.h"
#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "formats/read_receivers.h"
#include "import_options.h"
#include "progress.h"
#include "solve_outputs.h"
#include "training/archive.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct SolveRequest {
  std::filesystem::path velocity;
  Point source;  // km
  std::optional<std::int64_t> index;
  std::vector<std::string> rays;
  std::string receivers;
  ReceiverOptions receiverOptions;
  SolveTargets targets;
  bool json = false;
  ImportOptions import;
};

struct SolveSummary {
  std::int64_t models = 0;
  double latest = 0.0;   // s, of all traveltimes
  double seconds = 0.0;  // in the solver alone
};

/// Positions typed on the command line, or in a file.
ReceiverTable receiversFrom(const SolveRequest& request) {
  const std::string& text = request.receivers;
  const bool looksLikePoints =
      text.find_first_not_of("0123456789.,;+-eEkm ") == std::string::npos ||
      text.find(';') != std::string::npos;
  std::error_code tooLong;  // as many points can be, for the name of a file
  if (!looksLikePoints || std::filesystem::exists(text, tooLong))
    return readReceivers(text, request.receiverOptions);
  if (!request.receiverOptions.unit.empty() || !request.receiverOptions.xColumn.empty())
    throw Error("--receivers", "the points are typed and no file",
                "leave out --receivers-unit and --receivers-columns; write 5m,0m for metres");
  ReceiverTable typed;
  typed.name = "--receivers";
  typed.points = parsePoints("--receivers", text);
  typed.unitKnown = true;
  return typed;
}

/// On standard error: which columns and units were taken, and why.
void printReasons(const ReceiverTable& receivers) {
  if (receivers.format.empty()) return;
  printMessage(receivers.name + ", columns: " + receivers.columnsReason + "; " + receivers.format);
  printMessage(receivers.name + ", unit: " + receivers.unitReason);
}

/// Two tables on standard output, or a table and JSON, could not be told apart.
void checkTargets(const SolveRequest& request) {
  const SolveTargets& targets = request.targets;
  if (!targets.times && targets.receivers.empty() && targets.rayEnds.empty())
    throw Error("solve", "there is nothing to write", "give --out, --receivers or --rays");
  const int tables = (!targets.receivers.empty() && !targets.receiverTable) +
                     (!targets.rayEnds.empty() && !targets.rayTable);
  if (tables + request.json > 1)
    throw Error("solve", "standard output can take one result only",
                "give --receivers-out or --rays-out a file");
}

SolveSummary solveAll(const SolveRequest& request, const Import& import,
                      const ReceiverTable& receivers, SolveOutputs& outputs, std::int64_t count,
                      const std::stop_token& stop) {
  using Clock = std::chrono::steady_clock;
  SolveSummary summary;
  Progress progress("solving", count);
  const std::int64_t first = request.index.value_or(0);
  for (; summary.models < count; progress.update(++summary.models)) {
    if (stop.stop_requested()) throw Cancelled();
    const VelocityModel model = import.read(first + summary.models);
    if (summary.models == 0) {
      if (!receivers.lines.empty()) requireInside(receivers, model.grid());
      outputs.requireInside(model.grid());
      printReasons(import);
      printReasons(receivers);
    }
    const auto start = Clock::now();
    const Traveltimes traveltimes = solveEikonal(model, request.source, stop);
    summary.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    summary.latest = std::max(summary.latest, traveltimes.time.maxCoeff());
    outputs.add(traveltimes);
  }
  return summary;
}

Json describe(const SolveRequest& request, const Import& import, const SolveSummary& summary) {
  const SolveTargets& targets = request.targets;
  Json json;
  json["velocity"] = request.velocity.string();
  json["layout"] = describeLayout(import);
  json["models"] = summary.models;
  json["model"] = describeModel(import.read(request.index.value_or(0)));
  json["source_km"] = {request.source.x, request.source.z};
  json["latest_time_s"] = summary.latest;
  json["solver_seconds"] = summary.seconds;
  if (targets.times) json["out"] = targets.times->string();
  if (targets.receiverTable) json["receivers_out"] = targets.receiverTable->string();
  if (targets.rayTable) json["rays_out"] = targets.rayTable->string();
  return json;
}

/// To standard error where standard output holds a table.
void reportInWords(const SolveRequest& request, const SolveSummary& summary) {
  std::ostringstream text;
  text << summary.models << (summary.models == 1 ? " model" : " models") << " solved in "
       << summary.seconds << " s, latest arrival " << summary.latest << " s";
  for (const auto& path :
       {request.targets.times, request.targets.receiverTable, request.targets.rayTable})
    if (path) text << ", wrote " << path->string();
  const bool tableOnOutput =
      (!request.targets.receivers.empty() && !request.targets.receiverTable) ||
      (!request.targets.rayEnds.empty() && !request.targets.rayTable);
  if (tableOnOutput)
    printMessage(text.str());
  else
    std::cout << text.str() << '\n';
}

void runSolve(SolveRequest& request, const std::stop_token& stop) {
  ReceiverTable receivers;
  if (!request.receivers.empty()) receivers = receiversFrom(request);
  requireCertain(receivers);
  request.targets.receivers = receivers.points;
  for (const std::string& ray : request.rays)
    for (const Point& end : parsePoints("--rays", ray)) request.targets.rayEnds.push_back(end);
  checkTargets(request);
  const Import import = openImport(request.velocity, request.import);
  requireSpacing(import);
  std::optional<std::int64_t> count;
  if (import.isSequence() && !request.index) count = import.modelCount();
  SolveOutputs outputs(request.targets, count);
  const SolveSummary summary =
      solveAll(request, import, receivers, outputs, count.value_or(1), stop);
  outputs.finish();
  if (request.json)
    std::cout << jsonText(describe(request, import, summary), 2) << '\n';
  else
    reportInWords(request, summary);
}

void addOutputs(CLI::App& command, const std::shared_ptr<SolveRequest>& request) {
  command
      .add_option("--out", request->targets.times,
                  "Traveltimes in s: .npy; for one model .csv, .txt, .vti, .bin too")
      ->type_name("FILE");
  CLI::Option* receivers =
      command
          .add_option("--receivers", request->receivers,
                      "Times at these places, km: a text file with x and z in its lines, or points")
          ->type_name("FILE|X,Z;...");
  command
      .add_option("--receivers-unit", request->receiverOptions.unit,
                  "Unit of x and z in that file: km, m, ft [as its head says, or km]")
      ->type_name("UNIT")
      ->needs(receivers);
  command
      .add_option_function<std::string>(
          "--receivers-columns",
          [request](const std::string& text) {
            const std::vector<std::string> names = split(text, ',');
            if (names.size() != 2)
              throw Error("--receivers-columns", "'" + text + "' is not two columns",
                          "name or count those of x and z: X,Z or 2,3");
            request->receiverOptions.xColumn = names[0];
            request->receiverOptions.zColumn = names[1];
          },
          "Columns of x and z in that file, by name or number [by its head, or 1,2]")
      ->type_name("X,Z")
      ->needs(receivers);
  command
      .add_option("--receivers-out", request->targets.receiverTable,
                  "Table x_km,z_km,time_s [standard output]")
      ->type_name("FILE")
      ->needs(receivers);
  CLI::Option* rays =
      command.add_option("--rays", request->rays, "Rays from these places to the source, km")
          ->type_name("X,Z ...");
  command
      .add_option("--rays-out", request->targets.rayTable, "Table ray,x_km,z_km [standard output]")
      ->type_name("FILE")
      ->needs(rays);
}

}  // namespace

void addSolveCommand(CLI::App& program, const std::stop_token& stop) {
  const auto request = std::make_shared<SolveRequest>();
  CLI::App* command =
      program.add_subcommand("solve", "First-arrival traveltimes of a point source");
  command->add_option("--velocity", request->velocity, "Velocity file of any known format")
      ->type_name("FILE")
      ->required();
  command
      ->add_option_function<std::string>(
          "--source",
          [request](const std::string& text) { request->source = parsePoint("--source", text); },
          "Place of the source, km, on a node or not")
      ->type_name("X,Z")
      ->required();
  addOutputs(*command, request);
  command->add_option("--index", request->index, "This model alone, counted from 0 [all]")
      ->type_name("I")
      ->check(notNegative());
  command->add_flag("--json", request->json, "Print JSON instead of text");
  addImportOptions(*command, request->import);
  command->footer(
      "Lengths are in km (or with their unit, 12.5m), x before z, z downward from the first node.\n"
      "--spacing is needed where the file does not know it. An array of N models gives "
      "traveltimes\n"
      "(N, nz, nx), and tables with a first column \"model\".\n\n"
      "Examples:\n"
      "  isochron-cli solve --velocity marmousi.sgy --source 4.5,0.01 --out T.npy\n"
      "  isochron-cli solve --velocity v.npy --spacing 10m,10m --source 0.35,0 --receivers "
      "\"0,0;0.69,0\"\n"
      "  isochron-cli solve --velocity v.npy --spacing 0.04,0.01 --source 2.5,0.5 \\\n"
      "      --rays 0,0 5,0 --rays-out rays.csv --out T.vti\n");
  command->callback([request, stop] { runSolve(*request, stop); });
}

}  // namespace isochron::cli
