// SPDX-License-Identifier: GPL-3.0-or-later
#include "compare_command.h"

#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "formats/write_field.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "progress.h"
#include "resources.h"
#include "train_pinn.h"
#include "train_run.h"
#include "training/compare.h"
#include "training/pinn_stage.h"
#include "training/preset.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct CompareRequest : LatentPinnRequest {
  std::int64_t index = 0;
  std::optional<std::string> source;
  std::optional<std::filesystem::path> other;
  double seconds = 60.0;
  std::string preset = "grf";
  std::vector<std::string> settings;
  std::optional<std::filesystem::path> curves;
  bool json = false;
};

const char* titleOf(Contender contender) {
  switch (contender) {
    case Contender::RandomWeights:
      return "PINN from random weights";
    case Contender::Transfer:
      return "PINN from another model's weights";
    case Contender::LatentPinn:
      return "latentPINN, no training";
    case Contender::Refined:
      return "latentPINN, refined";
    case Contender::Solver:
      return "solver";
  }
  return "";
}

PinnConfig configOf(const CompareRequest& request) {
  Json settings = presetSettings(resources() / "presets", request.preset, "pinn");
  settings["threads"] = request.threads;
  settings["steps"] = 0;  // as many as the seconds hold
  for (const std::string& assignment : request.settings) applySetting(settings, assignment);
  return PinnConfig::fromJson(settings);
}

/// Of the other file the first model, on the nodes and in the box of this one.
VelocityModel otherModel(const std::filesystem::path& path, const ImportOptions& options,
                         const Grid& grid) {
  const Import import = openImport(path, options);
  requireSettled(import, false);  // it is stretched over this box
  const VelocityModel model = resample(import.read(0), grid.nx, grid.nz);
  return {grid, model.velocity()};
}

std::string inSeconds(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, seconds < 1.0 ? "%.1f ms" : "%.1f s",
                seconds < 1.0 ? 1e3 * seconds : seconds);
  return text;
}

void printBreakEven(const BreakEven& even) {
  const std::string way = titleOf(even.against);
  std::printf("  %s: %s to %.2f %%: ", way.c_str(),
              ((even.reached ? "" : "more than ") + inSeconds(even.seconds)).c_str(),
              100.0 * even.rmae);
  if (!even.pairs)
    std::printf(even.reached ? "never, it takes less time an answer\n"
                             : "give more --seconds to see\n");
  else
    std::printf("after %s%.0f pairs of a model and a source\n", even.reached ? "" : "at most ",
                std::ceil(*even.pairs));
}

void printComparison(const Comparison& comparison) {
  std::printf("  %-34s %12s %10s %10s %12s\n", "", "time", "epochs", "RMAE %", "residual %");
  for (const ComparedCurve& curve : comparison.curves) {
    const ComparedAnswer& last = curve.answers.back();
    const std::string title =
        titleOf(curve.contender) + (curve.contender == Contender::Refined
                                        ? ", " + std::to_string(std::lround(last.epochs)) + " steps"
                                        : std::string());
    std::printf("  %-34s %12s %10s %10.3f %12.3f\n", title.c_str(), inSeconds(last.seconds).c_str(),
                trains(curve.contender) ? std::to_string(std::lround(last.epochs)).c_str() : "",
                100.0 * last.rmae, 100.0 * last.loss);
  }
  std::printf("the other model's weights took %s, RMAE there %.3f %%\n",
              inSeconds(comparison.donorSeconds).c_str(), 100.0 * comparison.donorRmae);
  if (!comparison.trainingSeconds) return;
  for (const Contender answer : {Contender::LatentPinn, Contender::Refined}) {
    bool first = true;
    for (const BreakEven& even : comparison.breakEvens()) {
      if (even.answer != answer) continue;
      if (std::exchange(first, false))
        std::printf("training the latentPINN took %s: with answers %s it has paid for itself\n",
                    durationInWords(*comparison.trainingSeconds).c_str(),
                    answer == Contender::Refined ? "that are refined" : "as they are");
      printBreakEven(even);
    }
  }
}

void compareAll(const CompareRequest& request, const std::stop_token& stop) {
  if (request.curves) checkFolder(*request.curves);
  const PinnConfig config = configOf(request);
  LatentPinnInput input(request);
  requireIndex(request.index, input.count());
  const VelocityModel model = input.read(request.index);
  ComparisonRequest asked{.model = model,
                          .source = input.sourceOf(request.source),
                          .seconds = request.seconds,
                          .refinementSteps = request.refineSteps,
                          .other = {}};
  if (request.other) asked.other = otherModel(*request.other, request.import, model.grid());
  Comparison result;
  {
    // Training takes nearly all of the time.
    const auto total = static_cast<std::int64_t>(std::ceil(asked.trainingSeconds()));
    Progress progress("training", total, "s");
    result = compare(
        asked, input.model(), input.trainingSeconds(), config,
        [&](const Comparison& sofar) {
          progress.update(std::min(static_cast<std::int64_t>(sofar.trainedSeconds()), total));
        },
        stop);
  }
  if (request.curves) writeFileAtomically(*request.curves, result.toCsv());
  if (!request.json) return printComparison(result);
  Json report = result.toJson();
  report["model"] = request.model.string();
  report["velocity"] = request.velocity.string();
  report["source_km"] = {asked.source.x, asked.source.z};
  report["threads"] = request.threads;
  std::cout << jsonText(report, 2) << '\n';
}

}  // namespace

void addCompareCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<CompareRequest>();
  request->refineSteps = 200;
  CLI::App& command = addLearningCommand(program, "compare");
  addLatentPinnOptions(command, *request);
  command.remove_option(command.get_option("--refine"));
  command.add_option("--index", request->index, "Which of several models, counted from 0 [0]")
      ->type_name("I")
      ->check(notNegative());
  command.add_option("--source", request->source, "Place of the source, km [middle of the box]")
      ->type_name("X,Z");
  command.add_option("--seconds", request->seconds, "Of training, for each PINN [60]")
      ->type_name("S")
      ->check(positive());
  command
      .add_option("--other", request->other,
                  "Model whose PINN the transfer begins with [a random field]")
      ->type_name("FILE");
  command.add_option("--preset", request->preset, "Settings of the PINN to start from [grf]")
      ->type_name("P");
  command.add_option("--set", request->settings, "Change one of them; may be given again")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--curves", request->curves, "All curves as CSV")->type_name("FILE");
  command.add_flag("--json", request->json, "Print JSON instead of text");
  command.footer(
      std::string(
          "Five ways to the traveltimes of one model from one source: the solver; a trained\n"
          "latentPINN as it answers, and refined; a PINN that is trained for this model alone,\n"
          "from random weights, and from what it has learnt of another model (transfer). Errors\n"
          "are RMAE against the solver on a grid of half the spacing; the residual is the mean\n"
          "|v |grad T| - 1| at the nodes.\n\n"
          "Settings of the PINN, for --set KEY=VALUE:\n") +
      pinnSettings() +
      "\nExample:\n"
      "  isochron-cli compare --model grf.isochron --velocity v.npy --seconds 60 \\\n"
      "      --curves curves.csv\n");
  command.callback([request, stop] { compareAll(*request, stop); });
}

}  // namespace isochron::cli
