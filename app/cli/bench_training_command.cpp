// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench_training_command.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <thread>

#include "arguments.h"
#include "field/error.h"
#include "learning_commands.h"
#include "nn/kernels/mlp_kernels.h"
#include "pinn/traveltime_errors.h"
#include "progress.h"
#include "training/archive.h"
#include "training/threads.h"
#include "training_tasks.h"
#include "validators.h"

namespace isochron::cli {
namespace {

struct BenchTrainingRequest {
  std::string batches = "163,1024,4096";
  std::string threads;  // besides 1
  std::string peer;
  double seconds = 1.0;
  int rounds = 3;
  bool json = false;
};

constexpr long long kField = WholeField::kNodes * WholeField::kNodes;

/// One side's timings of a task: the best on the clock, and the processor time of one thread.
struct Measured {
  double milliseconds = 0.0;
  int threads = 0;
  double processor = 0.0;  // ms

  void add(const Timing& timing, int count) {
    if (threads == 0 || timing.milliseconds < milliseconds) {
      milliseconds = timing.milliseconds;
      threads = count;
    }
    if (count == 1) processor = timing.processorMilliseconds;
  }
};

/// `make(threads)` returns a task that those share.
template <typename Make>
Measured measure(const BenchTrainingRequest& request, const Make& make) {
  Measured measured;
  for (const long long count : parseCounts("--threads", request.threads, 1)) {
    const int threads = static_cast<int>(count);
    useThreads(threads);
    auto task = make(threads);
    measured.add(timed(request.seconds, [&task] { task.run(); }), threads);
  }
  return measured;
}

/// A task's timings by its name, "step" or "field", and its number of points.
using PeerTimings = std::map<std::pair<std::string, long long>, Measured>;

/// Runs the peer, which prints a JSON object a line. Where all its threads are one, that gives the
/// processor time.
PeerTimings measurePeer(const BenchTrainingRequest& request) {
  PeerTimings peer;
  if (request.peer.empty()) return peer;
  const char* python = std::getenv("ISOCHRON_PEER_PYTHON");
  std::string command = std::string(python ? python : "/usr/bin/python3") + " '" + request.peer +
                        "' --seconds " + std::to_string(request.seconds) + " --batches";
  for (const auto& batch : split(request.batches, ',')) command += " " + batch;
  command += " --threads";
  for (const auto& threads : split(request.threads, ',')) command += " " + threads;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  char line[512];
  while (pipe && std::fgets(line, sizeof line, pipe)) {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded() || !json.contains("points")) continue;
    const int threads = std::max(json.at("threads").get<int>(), json.at("blas_threads").get<int>());
    peer[{json.at("task"), json.at("points")}].add({json.at("ms"), json.at("processor_ms")},
                                                   threads);
  }
  if (!pipe || ::pclose(pipe) != 0)
    throw Error(request.peer, "the peer cannot be measured",
                "give the script training_peer.py and a Python that has PyTorch "
                "(ISOCHRON_PEER_PYTHON; else /usr/bin/python3)");
  return peer;
}

/// All rounds of one number; the median is told.
class Numbers {
 public:
  void add(const std::string& name, double value) { values_[name].push_back(value); }
  double median(const std::string& name) const { return summarise(values_.at(name)).median; }
  bool has(const std::string& name) const { return values_.contains(name); }

 private:
  std::map<std::string, std::vector<double>> values_;
};

struct Task {
  long long points = 0;
  bool isField = false;
  Numbers numbers;

  const char* name() const { return isField ? "field" : "step"; }
  double gflop() const { return isField ? gflopOfField() : gflopOfStep(points); }
};

class TrainingBench {
 public:
  explicit TrainingBench(const BenchTrainingRequest& request) : request_(request) {
    for (const long long batch : parseCounts("--batches", request.batches, 1))
      tasks_.push_back({batch, false, {}});
    tasks_.push_back({kField, true, {}});
  }

  /// Everything once, so that what is compared meets the same state of the machine.
  void round() {
    const Measured product = measure(request_, [](int) { return MatrixProduct(); });
    const double peak = 1e3 * MatrixProduct::gflop() / product.milliseconds;
    const double core = 1e3 * MatrixProduct::gflop() / product.processor;
    peak_.add("all", peak);
    peak_.add("core", core);
    const auto peer = measurePeer(request_);
    for (Task& task : tasks_) {
      const Measured own =
          task.isField ? measure(request_, [](int n) { return WholeField(n); })
                       : measure(request_, [&](int n) { return TrainingStep(task.points, n); });
      add(task, "", own.milliseconds, peak);
      add(task, "core_", own.processor, core);
      task.numbers.add("threads", own.threads);
      const auto found = peer.find({task.name(), task.points});
      if (found == peer.end()) continue;
      const Measured& other = found->second;
      task.numbers.add("peer_ms", other.milliseconds);
      task.numbers.add("peer_core_ms", other.processor);
      task.numbers.add("times", other.milliseconds / own.milliseconds);
      task.numbers.add("core_times", other.processor / own.processor);
    }
  }

  Json report() const {
    Json json = {{"kernels", mlpKernels<float>().machine},
                 {"rounds", request_.rounds},
                 {"sgemm_gflops", peak_.median("all")},
                 {"core_sgemm_gflops", peak_.median("core")},
                 {"tasks", Json::array()}};
    for (const Task& task : tasks_) {
      Json row = {{"task", task.name()}, {"batch", task.points}};
      for (const char* name : {"threads", "ms", "gflops", "of_sgemm", "peer_ms", "times", "core_ms",
                               "core_gflops", "core_of_sgemm", "peer_core_ms", "core_times"})
        if (task.numbers.has(name)) row[name] = task.numbers.median(name);
      json["tasks"].push_back(std::move(row));
    }
    return json;
  }

 private:
  static void add(Task& task, const std::string& prefix, double milliseconds, double peak) {
    const double rate = 1e3 * task.gflop() / milliseconds;
    task.numbers.add(prefix + "ms", milliseconds);
    task.numbers.add(prefix + "gflops", rate);
    task.numbers.add(prefix + "of_sgemm", rate / peak);
  }

  const BenchTrainingRequest& request_;
  std::vector<Task> tasks_;
  Numbers peak_;
};

void printHalf(const Json& report, const std::string& prefix, const char* title, double peak) {
  const std::string peerPrefix = "peer_" + prefix;
  std::printf("%s, SGEMM %.1f GFLOP/s\n", title, peak);
  std::printf("  %-6s %7s %10s %12s %10s %10s %7s\n", "", "batch", "ms", "GFLOP/s", "of SGEMM",
              "peer ms", "times");
  for (const Json& row : report["tasks"]) {
    std::printf("  %-6s %7lld %10.2f %12.1f %9.0f%%", row["task"].get<std::string>().c_str(),
                row["batch"].get<long long>(), row[prefix + "ms"].get<double>(),
                row[prefix + "gflops"].get<double>(), 100 * row[prefix + "of_sgemm"].get<double>());
    if (row.contains(prefix + "times"))
      std::printf(" %10.2f %7.2f", row[peerPrefix + "ms"].get<double>(),
                  row[prefix + "times"].get<double>());
    std::printf("\n");
  }
}

void printTrainingBench(const Json& report) {
  std::printf("the paper's network, float32, %s; medians of %d rounds\n",
              report["kernels"].get<std::string>().c_str(), report["rounds"].get<int>());
  printHalf(report, "", "on the clock, each at its best number of threads", report["sgemm_gflops"]);
  printHalf(report, "core_", "processor time of one thread", report["core_sgemm_gflops"]);
}

void benchTraining(BenchTrainingRequest request, const std::stop_token& stop) {
  std::error_code ignored;
  if (!request.peer.empty() && !std::filesystem::exists(request.peer, ignored))
    throw Error(request.peer, "there is no such script", "give tests/bench/training_peer.py");
  if (request.threads.empty()) {
    const unsigned all = std::max(std::thread::hardware_concurrency(), 1u);
    for (unsigned n = 2; n <= all; n *= 2) request.threads += "," + std::to_string(n);
  } else {
    request.threads = "," + request.threads;
  }
  request.threads = "1" + request.threads;
  TrainingBench bench(request);
  Progress progress("measuring", request.rounds);
  for (int i = 0; i < request.rounds; ++i) {
    if (stop.stop_requested()) throw Cancelled();
    bench.round();
    progress.update(i + 1);
  }
  if (request.json)
    std::cout << jsonText(bench.report(), 2) << '\n';
  else
    printTrainingBench(bench.report());
}

}  // namespace

void addBenchTrainingCommand(CLI::App& program, std::stop_token stop) {
  const auto request = std::make_shared<BenchTrainingRequest>();
  CLI::App& command = addLearningCommand(program, "bench training");
  command.add_option("--batches", request->batches, "Points a step")
      ->type_name("N,N,...")
      ->capture_default_str();
  command
      .add_option("--threads", request->threads, "Tried for every task besides 1 [2, 4, ... all]")
      ->type_name("N,N,...");
  command.add_option("--seconds", request->seconds, "For each measurement")
      ->check(within(0.01, 600.0))
      ->capture_default_str();
  command.add_option("--rounds", request->rounds, "Medians of so many are shown")
      ->check(within(1, 1000))
      ->capture_default_str();
  command
      .add_option("--peer", request->peer,
                  "Python script to compare with: tests/bench/training_peer.py")
      ->type_name("SCRIPT");
  command.add_flag("--json", request->json, "Report as JSON");
  command.footer(
      "A step: forward, L1 residual, reverse, Adam, of the paper's network (99 inputs, 12 x 128\n"
      "ELU), counted as 6 matrix products a layer; a field: 128 x 128 traveltimes of one model,\n"
      "asked at every second node, a cubic between, counted as 1. SGEMM: LibTorch's product of two "
      "2048 x 2048 matrices in the same round.\n"
      "On a busy machine go by the processor time. Example:\n"
      "  isochron-cli bench training --peer tests/bench/training_peer.py");
  command.callback([request, stop] { benchTraining(*request, stop); });
}

}  // namespace isochron::cli
