// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluate_command.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <tuple>

#include "arguments.h"
#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "generators/random_stream.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "pinn/traveltime_errors.h"
#include "progress.h"
#include "validators.h"

namespace isochron::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct EvaluateRequest : LatentPinnRequest {
  std::string source = "middle";  // or "anywhere", or "x,z"
  std::uint64_t seed = 0;         // of sources anywhere
  std::optional<std::int64_t> count;
  bool json = false;
};

double since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// What is measured of one answer, model by model.
struct Measures {
  std::vector<double> rmae, re, velocity, milliseconds;

  void add(std::span<const float> times, std::span<const float> reference,
           const VelocityModel& model, double took) {
    const TraveltimeErrors errors = traveltimeErrors(times, reference);
    rmae.push_back(errors.rmae);
    re.push_back(errors.re);
    velocity.push_back(readBackError(times, model));
    milliseconds.push_back(took);
  }

  /// Mean |1 / |grad T| - v| / v by central differences, the border left out.
  static double readBackError(std::span<const float> times, const VelocityModel& model) {
    const Grid& grid = model.grid();
    const auto at = [&](int iz, int ix) {
      return static_cast<double>(times[static_cast<std::size_t>(iz * grid.nx + ix)]);
    };
    double sum = 0.0;
    for (int iz = 1; iz + 1 < grid.nz; ++iz)
      for (int ix = 1; ix + 1 < grid.nx; ++ix) {
        const double gradient = std::hypot((at(iz, ix + 1) - at(iz, ix - 1)) / (2 * grid.dx),
                                           (at(iz + 1, ix) - at(iz - 1, ix)) / (2 * grid.dz));
        const double v = model.velocity()(iz, ix);
        sum += std::abs(1.0 / std::max(gradient, 1e-6) - v) / v;
      }
    return sum / ((grid.nx - 2.0) * (grid.nz - 2.0));
  }
};

Json summaryOf(const std::vector<double>& values) {
  const ErrorSummary s = summarise(values);
  return {{"mean", s.mean}, {"median", s.median}, {"p95", s.p95}, {"worst", s.worst}};
}

Json describe(const Measures& measures) {
  return {{"rmae", summaryOf(measures.rmae)},
          {"re", summaryOf(measures.re)},
          {"read_back_velocity", summaryOf(measures.velocity)},
          {"milliseconds", summaryOf(measures.milliseconds)}};
}

Point sourceOf(const EvaluateRequest& request, const LatentPinnInput& input, std::int64_t index) {
  const Grid& grid = input.grid();
  if (request.source == "middle") return UnitBox(grid).middle();
  if (request.source != "anywhere") return input.inside(parsePoint("--source", request.source));
  RandomStream random(seedOf(request.seed, index));
  const double fx = random.uniform();
  return {grid.origin.x + fx * grid.width(), grid.origin.z + random.uniform() * grid.depth()};
}

void printTable(const char* title, const Json& measures) {
  std::printf("%s\n  %-20s %10s %10s %10s %10s\n", title, "", "mean", "median", "p95", "worst");
  for (const auto& [key, label, factor] : {std::tuple{"rmae", "RMAE %", 100.0},
                                           {"re", "RE %", 100.0},
                                           {"read_back_velocity", "velocity %", 100.0},
                                           {"milliseconds", "ms", 1.0}}) {
    if (!measures.contains(key)) continue;
    std::printf("  %-20s", label);
    for (const char* column : {"mean", "median", "p95", "worst"})
      std::printf(" %10.3f", factor * measures[key][column].get<double>());
    std::printf("\n");
  }
}

class Evaluation {
 public:
  Evaluation(const EvaluateRequest& request, LatentPinnInput& input)
      : request_(request), input_(input), refinement_(refinementOf(request)) {}

  void add(std::int64_t index) {
    const Point source = sourceOf(request_, input_, index);
    const VelocityModel model = input_.read(index);
    auto start = Clock::now();
    const Array solved = solver_.solve(model, source).time;
    solverMilliseconds_.push_back(since(start));
    const std::vector<float> reference = rowsOf(solved);
    if (!field_ || !(source == field_->source()))
      field_.emplace(input_.model(), input_.grid(), source, request_.threads);
    start = Clock::now();
    const EncodedModels encoded = input_.model().encode(model);
    encoderMilliseconds_.push_back(since(start));
    start = Clock::now();
    AnswerCoefficients coefficients = field_->coefficients(encoded);
    const std::vector<float> times = field_->traveltimes(coefficients);
    network_.add(times, reference, model, since(start));
    if (refinement_) refine(model, std::move(coefficients), reference);
  }

  Json report() const {
    Json json = {{"model", request_.model.string()},
                 {"velocity", request_.velocity.string()},
                 {"models", solverMilliseconds_.size()},
                 {"source", request_.source},
                 {"threads", request_.threads},
                 {"network", describe(network_)},
                 {"encoder_milliseconds", summaryOf(encoderMilliseconds_)},
                 {"solver_milliseconds", summaryOf(solverMilliseconds_)}};
    if (!refinement_) return json;
    json["refined"] = describe(refined_);
    json["refinement_steps"] = summaryOf(steps_);
    json["refinement_worse"] = describeWorse();
    json["refinement_outcomes"] = {
        {"unfinished", outcomeCount(RefinementOutcome::Unfinished)},
        {"finished", outcomeCount(RefinementOutcome::Finished)},
        {"inexpressible", outcomeCount(RefinementOutcome::Inexpressible)}};
    return json;
  }

 private:
  void refine(const VelocityModel& model, AnswerCoefficients coefficients,
              std::span<const float> reference) {
    const Refinement refinement = field_->refine(model, coefficients, *refinement_);
    steps_.push_back(refinement.steps);
    outcomes_.push_back(refinement.outcome);
    refined_.add(field_->traveltimes(coefficients), reference, model, refinement.milliseconds);
  }

  /// How many models are worse off by refinement, and by how much at most, of what they had.
  Json describeWorse() const {
    std::int64_t models = 0;
    double most = 0.0;
    for (std::size_t i = 0; i < refined_.rmae.size(); ++i) {
      if (refined_.rmae[i] <= network_.rmae[i]) continue;
      ++models;
      most = std::max(most, refined_.rmae[i] / network_.rmae[i] - 1.0);
    }
    return {{"models", models}, {"most", most}};
  }

  std::ptrdiff_t outcomeCount(RefinementOutcome outcome) const {
    return std::count(outcomes_.begin(), outcomes_.end(), outcome);
  }

  const EvaluateRequest& request_;
  LatentPinnInput& input_;
  EikonalSolver solver_;
  std::optional<LatentPinnField> field_;
  std::optional<RefinementOptions> refinement_;
  Measures network_, refined_;
  std::vector<double> encoderMilliseconds_, solverMilliseconds_, steps_;
  std::vector<RefinementOutcome> outcomes_;
};

void printOutcomes(const Json& outcomes) {
  const auto count = [&](const char* outcome) { return outcomes[outcome].get<long long>(); };
  std::printf("nothing more to gain for %lld, more steps may gain more for %lld\n",
              count("finished") + count("inexpressible"), count("unfinished"));
  if (count("inexpressible") > 0)
    std::printf(
        "the network's functions cannot express the answer for %lld: 1 %% or more is left\n",
        count("inexpressible"));
}

void printWorse(const Json& worse) {
  const auto models = worse["models"].get<long long>();
  if (models == 0)
    std::printf("RMAE grew for none\n");
  else
    std::printf("RMAE grew for %lld, by %.1f %% of itself at most\n", models,
                100.0 * worse["most"].get<double>());
}

void evaluate(const EvaluateRequest& request, const std::stop_token& stop) {
  LatentPinnInput input(request);
  const std::int64_t count = std::min(request.count.value_or(input.count()), input.count());
  Evaluation evaluation(request, input);
  {
    Progress progress("evaluating", count);
    for (std::int64_t i = 0; i < count; ++i) {
      if (stop.stop_requested()) throw Cancelled();
      evaluation.add(i);
      progress.update(i + 1);
    }
  }
  const Json report = evaluation.report();
  if (request.json) {
    std::cout << jsonText(report, 2) << '\n';
    return;
  }
  std::printf("%lld model%s, source %s, against the solver (%.2f ms)\n",
              static_cast<long long>(count), count == 1 ? "" : "s", request.source.c_str(),
              report["solver_milliseconds"]["median"].get<double>());
  printTable("network, after encoding", report["network"]);
  if (report.contains("refined")) {
    printTable("refined", report["refined"]);
    printOutcomes(report["refinement_outcomes"]);
    printWorse(report["refinement_worse"]);
  }
  std::printf("encoder %.2f ms (median)\n", report["encoder_milliseconds"]["median"].get<double>());
}

}  // namespace

void addEvaluateCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<EvaluateRequest>();
  CLI::App& command = addLearningCommand(program, "evaluate");
  addLatentPinnOptions(command, *request);
  command
      .add_option("--source", request->source,
                  "x,z in km, middle, or anywhere (another place for every model) [middle]")
      ->type_name("WHERE");
  command.add_option("--seed", request->seed, "Of sources anywhere [0]")
      ->type_name("S")
      ->check(notNegative());
  command.add_option("--count", request->count, "So many models, from the first [all]")
      ->type_name("N")
      ->check(positive());
  command.add_flag("--json", request->json, "Print JSON instead of text");
  command.footer(
      "RMAE is mean |T - Tref| / mean Tref, RE is ||T - Tref|| / ||Tref||, velocity the mean of\n"
      "|1/|grad T| - v| / v: each per model, then over all models. Tref is the solver's.\n\n"
      "Examples:\n"
      "  isochron-cli generate random-field --count 200 --seed 77 --out unseen.npy\n"
      "  isochron-cli evaluate --model grf.isochron --velocity unseen.npy --refine-steps 20\n");
  command.callback([request, stop] { evaluate(*request, stop); });
}

}  // namespace isochron::cli
