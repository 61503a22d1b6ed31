// SPDX-License-Identifier: GPL-3.0-or-later
#include "predict_command.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>

#include "arguments.h"
#include "field/error.h"
#include "field_output.h"
#include "formats/read_pairs.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "progress.h"
#include "table_output.h"
#include "validators.h"

namespace isochron::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct PredictRequest : LatentPinnRequest {
  std::optional<std::filesystem::path> out;
  std::optional<std::string> source;
  std::optional<std::filesystem::path> pairs, pairsOut;
  std::string pairsUnit;
  std::optional<std::int64_t> index;
  bool json = false;
};

/// What is told of the answers at the end.
struct PredictSummary {
  std::int64_t models = 0;
  double seconds = 0.0;
  double latest = 0.0;                // s
  std::optional<std::size_t> pairs;   // of each model
  std::optional<std::int64_t> steps;  // of refinement, all models together
  std::int64_t inexpressible = 0;     // models that refinement has ended far from
};

class Prediction {
 public:
  Prediction(const PredictRequest& request, LatentPinnInput& input, Point source)
      : input_(input),
        field_(input.model(), input.grid(), source, request.threads),
        refinement_(refinementOf(request)) {}

  Field of(std::int64_t index) {
    const VelocityModel model = input_.read(index);
    const auto start = Clock::now();
    AnswerCoefficients coefficients = field_.coefficients(input_.model().encode(model));
    if (refinement_) {
      const Refinement refinement = field_.refine(model, coefficients, *refinement_);
      summary_.steps = summary_.steps.value_or(0) + refinement.steps;
      if (refinement.outcome == RefinementOutcome::Inexpressible) ++summary_.inexpressible;
    }
    const std::vector<float> times = field_.traveltimes(coefficients);
    summary_.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    summary_.latest = std::max(summary_.latest,
                               static_cast<double>(*std::max_element(times.begin(), times.end())));
    ++summary_.models;
    const Grid& grid = input_.grid();
    return {grid, arrayOf(grid, times)};
  }

  const PredictSummary& summary() const { return summary_; }

 private:
  LatentPinnInput& input_;
  LatentPinnField field_;
  std::optional<RefinementOptions> refinement_;
  PredictSummary summary_;
};

void reportInJson(const PredictRequest& request, Point source, const PredictSummary& summary) {
  Json json = {{"model", request.model.string()}, {"velocity", request.velocity.string()},
               {"models", summary.models},        {"source_km", {source.x, source.z}},
               {"latest_time_s", summary.latest}, {"seconds", summary.seconds}};
  if (request.out) json["out"] = request.out->string();
  if (summary.steps) {
    json["refinement_steps"] = *summary.steps;
    json["inexpressible_models"] = summary.inexpressible;
  }
  std::cout << jsonText(json, 2) << '\n';
}

void reportInWords(const PredictRequest& request, const PredictSummary& summary) {
  std::cout << summary.models << (summary.models == 1 ? " model" : " models") << " answered in "
            << summary.seconds << " s, latest arrival " << summary.latest << " s";
  if (summary.pairs) std::cout << ", " << *summary.pairs << " pairs each";
  if (summary.steps) std::cout << ", refined in " << *summary.steps << " steps";
  const auto& out = summary.pairs ? request.pairsOut : request.out;
  if (out) std::cout << ", wrote " << out->string();
  std::cout << '\n';
  if (summary.inexpressible > 0)
    std::cout << "the network's functions cannot express the answer for " << summary.inexpressible
              << " of them: 1 % or more is left, and no step gains more\n";
}

/// Of the table; with the model's number where there are several.
std::vector<double> rowOf(bool numbered, std::int64_t index, const SourceReceiver& pair,
                          float time) {
  std::vector<double> row = {pair.source.x, pair.source.z, pair.receiver.x, pair.receiver.z,
                             static_cast<double>(time)};
  if (numbered) row.insert(row.begin(), static_cast<double>(index));
  return row;
}

/// Times between pairs, as a table.
void predictPairs(const PredictRequest& request, LatentPinnInput& input, std::int64_t first,
                  std::int64_t count, const std::stop_token& stop) {
  const PairTable table = readPairs(*request.pairs, request.pairsUnit);
  for (const ReceiverTable* ends : {&table.sources, &table.receivers}) {
    requireCertain(*ends);
    requireInside(*ends, input.grid());
  }
  std::vector<SourceReceiver> pairs;
  for (std::size_t i = 0; i < table.sources.points.size(); ++i)
    pairs.push_back({table.sources.points[i], table.receivers.points[i]});
  PredictSummary summary;
  summary.pairs = pairs.size();
  const bool numbered = count > 1;
  TableOutput output(request.pairsOut,
                     std::string(numbered ? "model," : "") +
                         "source_x_km,source_z_km,receiver_x_km,receiver_z_km,time_s");
  Progress progress("answering", count);
  for (; summary.models < count; progress.update(++summary.models)) {
    if (stop.stop_requested()) throw Cancelled();
    const std::int64_t index = first + summary.models;
    const VelocityModel model = input.read(index);
    const auto start = Clock::now();
    const std::vector<float> times = input.model().traveltimes(input.model().encode(model), pairs);
    summary.seconds += std::chrono::duration<double>(Clock::now() - start).count();
    for (std::size_t i = 0; i < pairs.size(); ++i)
      output.add(rowOf(numbered, index, pairs[i], times[i]));
    summary.latest = std::max(summary.latest,
                              static_cast<double>(*std::max_element(times.begin(), times.end())));
  }
  output.finish();
  if (request.json) {
    std::cout << jsonText({{"model", request.model.string()},
                           {"velocity", request.velocity.string()},
                           {"models", summary.models},
                           {"pairs", pairs.size()},
                           {"latest_time_s", summary.latest},
                           {"seconds", summary.seconds},
                           {"out", request.pairsOut->string()}},
                          2)
              << '\n';
  } else if (request.pairsOut) {
    reportInWords(request, summary);
  }
}

/// What cannot go together.
void checkTargets(const PredictRequest& request) {
  if (request.pairs) {
    if (request.out || request.source)
      throw Error("--pairs", "the pairs have sources and times of their own",
                  "leave out --source and --out; the times go to --pairs-out");
    if (request.refine > 0.0 || request.refineSteps > 0)
      throw Error("--pairs", "what is refined is refined for one source on a grid",
                  "leave out --refine and --refine-steps");
    if (request.json && !request.pairsOut)
      throw Error("predict", "standard output can take one result only", "give --pairs-out a file");
  } else if (!request.out) {
    throw Error("predict", "there is nothing to write", "give --out FILE, or --pairs FILE");
  }
}

void predict(const PredictRequest& request, const std::stop_token& stop) {
  checkTargets(request);
  LatentPinnInput input(request);
  const std::int64_t models = input.count();
  if (request.index) requireIndex(*request.index, models);
  const bool single = request.index.has_value() || !input.isSequence();
  const std::int64_t first = request.index.value_or(0), count = single ? 1 : models;
  if (request.pairs) return predictPairs(request, input, first, count, stop);
  const Point source = input.sourceOf(request.source);
  Prediction prediction(request, input, source);
  FieldOutput output(*request.out, single ? std::nullopt : std::optional(count), "traveltime_s");
  {
    Progress progress("answering", count);
    for (std::int64_t i = 0; i < count; ++i) {
      if (stop.stop_requested()) throw Cancelled();
      output.add(prediction.of(first + i));
      progress.update(i + 1);
    }
  }
  output.finish();
  if (request.json)
    reportInJson(request, source, prediction.summary());
  else
    reportInWords(request, prediction.summary());
}

}  // namespace

void addPredictCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<PredictRequest>();
  CLI::App& command = addLearningCommand(program, "predict");
  addLatentPinnOptions(command, *request);
  command.add_option("--source", request->source, "Place of the source, km [middle of the box]")
      ->type_name("X,Z");
  command
      .add_option("--out", request->out,
                  "Traveltimes in s: .npy; for one model .csv, .txt, .vti, .bin too")
      ->type_name("FILE");
  command
      .add_option("--pairs", request->pairs,
                  "Times between pairs instead: a text file with source x, z, receiver x, z in a "
                  "line, km, or named in its head")
      ->type_name("FILE");
  command
      .add_option("--pairs-out", request->pairsOut,
                  "Where the table of pairs goes, .csv [standard output]")
      ->type_name("FILE");
  command.add_option("--pairs-unit", request->pairsUnit, "Unit of the pairs' places: km, m, ft")
      ->type_name("UNIT");
  command.add_option("--index", request->index, "This model alone, counted from 0 [all]")
      ->type_name("I")
      ->check(notNegative());
  command.add_flag("--json", request->json, "Print JSON instead of text");
  command.footer(
      "One file of N models gives traveltimes (N, nz, nx), s. The source may be anywhere in the\n"
      "model. A network of one box takes models of its own nodes and size; one for any box "
      "answers\n"
      "at the model's own nodes. Pairs need no grid.\n\n"
      "Examples:\n"
      "  isochron-cli predict --model grf.isochron --velocity v.npy --source 1.2,0.3 --out T.npy\n"
      "  isochron-cli predict --model grf.isochron --velocity v.npy --refine-steps 20 \\\n"
      "      --out T.npy\n"
      "  isochron-cli predict --model any.isochron --velocity v.npy --pairs pairs.csv\n");
  command.callback([request, stop] { predict(*request, stop); });
}

}  // namespace isochron::cli
