// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_inference_command.h"

#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "generators/random_stream.h"
#include "latent_pinn_input.h"
#include "learning_commands.h"
#include "pinn/traveltime_errors.h"
#include "training/threads.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct BenchInferenceRequest {
  std::filesystem::path model;
  int repeat = 101;
  int threads = 1;
  bool json = false;
};

/// A model of the family, made by the latentPINN itself: latents drawn as those it has learnt from
/// are distributed, decoded. The time an answer takes does not depend on what is in it.
VelocityModel memberOf(const LatentPinn& network, std::uint64_t seed) {
  const torch::NoGradGuard noGradients;
  torch::Tensor latents = torch::empty({1, network.latents().latentCount()});
  RandomStream random(seed);
  std::generate_n(latents.data_ptr<float>(), latents.numel(),
                  [&] { return static_cast<float>(random.normalPair().first); });
  const VelocityBounds bounds{2.0, 6.0};
  const Ansatz ansatz = network.ansatz(bounds);
  const torch::Tensor decoded = network.latents()
                                    .decode(latents, {&bounds, 1})
                                    .clamp(ansatz.slowest, ansatz.fastest)
                                    .contiguous();
  const Grid& grid = network.grid();
  return {grid, arrayOf(grid, {decoded.data_ptr<float>(), static_cast<std::size_t>(grid.size())})};
}

/// What is timed, in the order of an answer.
enum InferenceTask {
  Encoder,
  Coefficients,
  Times,
  Answer,
  NewSource,
  Pairs,
  Survey,
  Solver,
  SolverTables,
  RefinementStep
};
struct TaskName {
  const char* key;
  const char* words;
};
constexpr std::array<TaskName, 10> kTasks = {
    {{"encoder", "encoder: velocity to latents"},
     {"coefficients", "latents to coefficients"},
     {"times", "coefficients to the whole field"},
     {"answer", "latents to the whole field"},
     {"new_source", "what all models share, for a new source"},
     {"pairs", "10,000 pairs, all with sources of their own"},
     {"survey", "10,000 pairs, of 10 sources and 1,000 receivers"},
     {"solver", "solver, for comparison"},
     {"solver_tables", "solver for those 10 sources, read at the receivers"},
     {"refinement_step", "refinement, a step"}}};

constexpr std::size_t kPairs = 10'000, kShots = 10;

/// As many sources, each for an equal part of the pairs.
std::vector<SourceReceiver> randomPairs(const Grid& grid, std::size_t sources, std::uint64_t seed) {
  RandomStream random(seed);
  const auto place = [&] {
    const double fx = random.uniform();
    return Point{grid.origin.x + fx * grid.width(),
                 grid.origin.z + random.uniform() * grid.depth()};
  };
  std::vector<SourceReceiver> pairs;
  for (std::size_t s = 0; s < sources; ++s) {
    const Point source = place();
    for (std::size_t i = 0; i < kPairs / sources; ++i) pairs.push_back({source, place()});
  }
  return pairs;
}

class InferenceBench {
 public:
  explicit InferenceBench(const BenchInferenceRequest& request)
      : request_(request),
        network_((useThreads(request.threads),
                  LatentPinn(readLatentPinn(request.model), request.threads))),
        source_(UnitBox(network_.grid()).middle()),
        field_(network_, source_, request.threads) {}

  /// All tasks in turn, so that each meets the same state of the machine.
  void round(std::uint64_t seed) {
    const VelocityModel model = memberOf(network_, seed);
    EncodedModels encoded;
    AnswerCoefficients coefficients;
    time(Encoder, [&] { encoded = network_.encode(model); });
    time(Coefficients, [&] { coefficients = field_.coefficients(encoded); });
    time(Times, [&] { (void)field_.traveltimes(coefficients); });
    time(Answer, [&] { (void)field_.traveltimes(field_.coefficients(encoded)); });
    time(NewSource, [&] { LatentPinnField(network_, source_, request_.threads); });
    const std::vector<SourceReceiver> pairs = randomPairs(model.grid(), kPairs, seed);
    const std::vector<SourceReceiver> survey = randomPairs(model.grid(), kShots, seed);
    time(Pairs, [&] { (void)network_.traveltimes(encoded, pairs); });
    time(Survey, [&] { (void)network_.traveltimes(encoded, survey); });
    time(Solver, [&] { (void)solver_.solve(model, source_); });
    time(SolverTables, [&] { solveFor(model, survey); });
    if (field_.canRefine()) refine(model, std::move(coefficients));
  }
  /// The first round warms up: it is not counted.
  void forget() {
    for (std::vector<double>& times : milliseconds_) times.clear();
  }

  Json report() const {
    const Grid& grid = network_.grid();
    Json json = {{"model", request_.model.string()},
                 {"network", network_.config().network},
                 {"parameters", network_.parameters().size()},
                 {"latents", network_.latents().latentCount()},
                 {"stage_1", network_.latents().kind()},
                 {"nodes", {grid.nx, grid.nz}},
                 {"threads", request_.threads},
                 {"repeat", request_.repeat}};
    for (std::size_t i = 0; i < kTasks.size(); ++i)
      if (!milliseconds_[i].empty())
        json["median_ms"][kTasks[i].key] = summarise(milliseconds_[i]).median;
    return json;
  }

 private:
  using Clock = std::chrono::steady_clock;

  void solveFor(const VelocityModel& model, const std::vector<SourceReceiver>& pairs) {
    constexpr std::size_t kEach = kPairs / kShots;
    for (std::size_t first = 0; first < pairs.size(); first += kEach) {
      const Traveltimes solved = solver_.solve(model, pairs[first].source);
      for (std::size_t i = first; i < first + kEach; ++i) times_[i] = solved.at(pairs[i].receiver);
    }
  }

  template <typename Work>
  void time(InferenceTask task, const Work& work) {
    const auto start = Clock::now();
    work();
    milliseconds_[task].push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }

  void refine(const VelocityModel& model, AnswerCoefficients coefficients) {
    RefinementOptions options;
    options.steps = 4;
    const Refinement refinement = field_.refine(model, coefficients, options);
    if (refinement.steps > 0)
      milliseconds_[RefinementStep].push_back(refinement.milliseconds / refinement.steps);
  }

  const BenchInferenceRequest& request_;
  LatentPinn network_;
  Point source_;
  LatentPinnField field_;
  EikonalSolver solver_;
  std::array<double, kPairs> times_{};
  std::array<std::vector<double>, kTasks.size()> milliseconds_;
};

void printInferenceBench(const Json& report) {
  std::printf("%s: %s, %lld parameters, %lld latents (%s), %d x %d nodes\n",
              report["model"].get<std::string>().c_str(),
              report["network"].get<std::string>().c_str(), report["parameters"].get<long long>(),
              report["latents"].get<long long>(), report["stage_1"].get<std::string>().c_str(),
              report["nodes"][0].get<int>(), report["nodes"][1].get<int>());
  std::printf("medians of %d rounds, %d thread(s); the solver has one\n",
              report["repeat"].get<int>(), report["threads"].get<int>());
  for (const TaskName& task : kTasks)
    if (report["median_ms"].contains(task.key))
      std::printf("  %-42s %9.3f ms\n", task.words, report["median_ms"][task.key].get<double>());
}

void benchInference(const BenchInferenceRequest& request, const std::stop_token& stop) {
  InferenceBench bench(request);
  bench.round(0);
  bench.forget();
  for (int i = 0; i < request.repeat; ++i) {
    if (stop.stop_requested()) throw Cancelled();
    bench.round(static_cast<std::uint64_t>(i) + 1);
  }
  if (request.json)
    std::cout << jsonText(bench.report(), 2) << '\n';
  else
    printInferenceBench(bench.report());
}

}  // namespace

void addBenchInferenceCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<BenchInferenceRequest>();
  CLI::App& command = addLearningCommand(program, "bench inference");
  command.add_option("--model", request->model, "A latentPINN")->type_name("FILE")->required();
  command.add_option("--repeat", request->repeat, "Rounds; medians are shown")
      ->check(within(1, 100000))
      ->capture_default_str();
  command.add_option("--threads", request->threads, "How many share the work [1]")
      ->type_name("N")
      ->check(positive());
  command.add_flag("--json", request->json, "Report as JSON");
  command.footer(
      "Models are decoded from random latents; every round takes another. A round does all tasks\n"
      "in turn, so that the load of the machine falls on all of them alike. Example:\n"
      "  isochron-cli bench inference --model grf.isochron");
  command.callback([request, stop] { benchInference(*request, stop); });
}

}  // namespace isochron::cli
