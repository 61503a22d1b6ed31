// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluate_command.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>

#include "arguments.h"
#include "data/random_stream.h"
#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "pinn/refinement.h"
#include "pinn/traveltime_errors.h"
#include "progress.h"
#include "training/device.h"

namespace isochron::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct EvaluateRequest {
  std::filesystem::path model, velocity;
  std::string source = "middle";  // or "anywhere", or "x,z"
  std::uint64_t seed = 0;         // of sources anywhere
  std::optional<std::int64_t> count;
  double refine = 0.0;  // ms
  int threads = 1;
  bool json = false;
  ImportOptions import;
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

Point sourceOf(const EvaluateRequest& request, const Grid& grid, std::int64_t index) {
  if (request.source == "middle")
    return {grid.origin.x + 0.5 * grid.width(), grid.origin.z + 0.5 * grid.depth()};
  if (request.source != "anywhere") return parsePoint("--source", request.source);
  RandomStream random(seedOf(request.seed, index));
  const double fx = random.uniform();
  return {grid.origin.x + fx * grid.width(), grid.origin.z + random.uniform() * grid.depth()};
}

void printTable(const char* title, const Json& measures) {
  std::printf("%s\n  %-20s %10s %10s %10s %10s\n", title, "", "mean", "median", "p95", "worst");
  for (const auto& [name, row] : measures.items()) {
    const bool percent = name != "milliseconds";
    std::printf("  %-20s", (name == "rmae" ? "RMAE %"
                            : name == "re" ? "RE %"
                            : percent      ? "velocity %"
                                           : "ms"));
    for (const char* key : {"mean", "median", "p95", "worst"})
      std::printf(" %10.3f", (percent ? 100.0 : 1.0) * row[key].get<double>());
    std::printf("\n");
  }
}

class Evaluation {
 public:
  Evaluation(const EvaluateRequest& request, LatentPinnInput& input)
      : request_(request), input_(input), nodes_(nodesOf(input.model.grid())) {}

  void add(std::int64_t index) {
    const Grid& grid = input_.model.grid();
    const Point source = sourceOf(request_, grid, index);
    if (!grid.contains(source))
      throw Error("--source", "lies outside the network's box", "choose a place inside");
    const VelocityModel model = input_.read(index);
    const std::vector<float> velocity = input_.velocity(index);
    auto start = Clock::now();
    const Array solved = solver_.solve(model, source).time;
    solverMilliseconds_.push_back(since(start));
    const Eigen::ArrayXXf rounded = solved.transpose().cast<float>();
    const std::span<const float> reference(rounded.data(), nodes_.size());
    if (!field_ || source != fieldSource_) {
      field_ = input_.model.field(source, nodes_, request_.threads);
      fieldSource_ = source;
    }
    start = Clock::now();
    const std::vector<float> latents = input_.model.encode(velocity);
    encodeMilliseconds_.push_back(since(start));
    start = Clock::now();
    if (!field_) {
      const std::vector<float> times = input_.model.traveltimes(latents, source, nodes_);
      plain_.add(times, reference, model, since(start));
      return;
    }
    std::vector<float> coefficients = field_->coefficients(latents);
    const std::vector<float> times = timesOf(coefficients, source);
    plain_.add(times, reference, model, since(start));
    if (request_.refine <= 0.0) return;
    RefinementOptions options;
    options.budget = std::chrono::duration<double, std::milli>(request_.refine);
    const Refinement refinement =
        refine(*field_, input_.model.ansatz(), model, source, std::move(coefficients), options);
    iterations_.push_back(refinement.iterations);
    refined_.add(timesOf(refinement.coefficients, source), reference, model,
                 refinement.milliseconds);
  }

  Json report() const {
    Json json = {{"model", request_.model.string()},
                 {"velocity", request_.velocity.string()},
                 {"models", plain_.rmae.size()},
                 {"source", request_.source},
                 {"threads", request_.threads},
                 {"network", describe(plain_)},
                 {"encoder_milliseconds", summaryOf(encodeMilliseconds_)},
                 {"solver_milliseconds", summaryOf(solverMilliseconds_)}};
    if (!refined_.rmae.empty()) {
      json["refined"] = describe(refined_);
      json["refinement_steps"] = summaryOf(iterations_);
    }
    return json;
  }

 private:
  std::vector<float> timesOf(std::span<const float> coefficients, Point source) {
    std::vector<float> times(nodes_.size());
    field_->values(coefficients, times);
    for (std::size_t i = 0; i < times.size(); ++i)
      times[i] = static_cast<float>(distance(nodes_[i], source) *
                                    input_.model.ansatz().meanSlowness(times[i]));
    return times;
  }

  const EvaluateRequest& request_;
  LatentPinnInput& input_;
  std::vector<Point> nodes_;
  EikonalSolver solver_;
  std::unique_ptr<BranchTrunkField> field_;
  Point fieldSource_;
  Measures plain_, refined_;
  std::vector<double> encodeMilliseconds_, solverMilliseconds_, iterations_;
};

void evaluate(const EvaluateRequest& request, const std::stop_token& stop) {
  useThreads(request.threads);
  LatentPinnInput input = openLatentPinn(request.model, request.velocity, request.import);
  printReasons(input.import);
  const std::int64_t count =
      std::min(request.count.value_or(input.import.modelCount()), input.import.modelCount());
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
    std::cout << report.dump(2) << '\n';
    return;
  }
  std::printf("%lld models, source %s, against the solver (%.2f ms)\n",
              static_cast<long long>(count), request.source.c_str(),
              report["solver_milliseconds"]["median"].get<double>());
  printTable("network, after encoding", report["network"]);
  if (report.contains("refined")) printTable("refined", report["refined"]);
  std::printf("encoder %.2f ms (median)\n", report["encoder_milliseconds"]["median"].get<double>());
}

}  // namespace

void addEvaluateCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<EvaluateRequest>();
  CLI::App& command = addLearningCommand(program, "evaluate");
  command.add_option("--model", request->model, "A latentPINN")->type_name("FILE")->required();
  command.add_option("--velocity", request->velocity, "Models it has not learnt from")
      ->type_name("FILE")
      ->required();
  command
      .add_option("--source", request->source,
                  "x,z in km, middle, or anywhere (another place for every model) [middle]")
      ->type_name("WHERE");
  command.add_option("--seed", request->seed, "Of sources anywhere [0]")->type_name("S");
  command.add_option("--count", request->count, "So many models, from the first [all]")
      ->type_name("N")
      ->check(notNegative());
  command
      .add_option("--refine", request->refine,
                  "Refine every answer with the true velocity, ms at most [0: not]")
      ->type_name("MS")
      ->check(notNegative());
  command.add_option("--threads", request->threads, "For network and refinement [1]")
      ->type_name("N")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""));
  command.add_flag("--json", request->json, "Print JSON instead of text");
  addImportOptions(command, request->import);
  command.footer(
      "RMAE is mean |T - Tref| / mean Tref, RE is ||T - Tref|| / ||Tref||, velocity the mean of\n"
      "|1/|grad T| - v| / v: each per model, then over all models. Tref is the solver's.\n\n"
      "Example:\n"
      "  isochron-cli generate random-field --count 200 --seed 77 --out unseen.npy\n"
      "  isochron-cli evaluate --model grf.isochron --velocity unseen.npy --refine 200\n");
  command.callback([request, stop] { evaluate(*request, stop); });
}

}  // namespace isochron::cli
