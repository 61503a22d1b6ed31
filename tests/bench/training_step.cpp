// SPDX-License-Identifier: GPL-3.0-or-later
// bench_training: how fast the paper's network trains and answers, against Python's PyTorch and
// the machine's peak, all in one run. Each side at its own best number of threads.
//
// Usage: bench_training [seconds for each measurement, default 2] [repetitions, default 3]
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "nn/flat_adam.h"
#include "nn/kernels/mlp_kernels.h"
#include "nn/mlp_derivatives.h"

namespace {

using namespace isochron;
using torch::Tensor;

constexpr double kFastest = 6.0, kSlowest = 2.0, kSourceX = 2.5, kSourceZ = 0.5;  // km/s, km
constexpr std::int64_t kModels = 100;
constexpr std::array<std::int64_t, 3> kBatches = {163, 1024, 4096};
constexpr std::int64_t kField = 128 * 128;

double medianMilliseconds(double seconds, const std::function<void()>& action) {
  using Clock = std::chrono::steady_clock;
  for (int i = 0; i < 3; ++i) action();
  std::vector<double> times;
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  while (times.size() < 5 || elapsed() < seconds) {
    const auto before = Clock::now();
    action();
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - before).count());
  }
  std::nth_element(times.begin(), times.begin() + static_cast<long>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

/// Points of one batch, drawn from many models.
struct Batch {
  MlpInputs inputs;
  Tensor distance, awayX, awayZ, velocity;  // r, its derivatives, v at the points

  explicit Batch(std::int64_t points) {
    torch::manual_seed(1);
    const Tensor x = 5 * torch::rand({points, 1});
    const Tensor z = torch::rand({points, 1});
    inputs.coordinates = torch::cat({x, z, torch::full({points, 1}, kSourceZ)}, 1);
    inputs.latents = torch::randn({kModels, 96});
    inputs.modelOfPoint = torch::randint(kModels, {points}, torch::kInt64);
    distance = torch::sqrt((x - kSourceX).square() + (z - kSourceZ).square());
    awayX = (x - kSourceX) / distance;
    awayZ = (z - kSourceZ) / distance;
    velocity = 2 + 4 * torch::rand({points, 1});
  }
};

/// mean |v |grad T| - 1| of T = r s(u), grad T = s grad r + r s'(u) grad u.
Tensor residualLoss(const Batch& batch, const MlpDerivatives& u) {
  constexpr double kRange = 1 / kSlowest - 1 / kFastest;
  const Tensor gate = torch::sigmoid(u.value);
  const Tensor slowness = gate * kRange + 1 / kFastest;
  const Tensor slope = batch.distance * (gate * (1 - gate)) * kRange;
  const Tensor tx = torch::addcmul(slowness * batch.awayX, slope, u.first[0]);
  const Tensor tz = torch::addcmul(slowness * batch.awayZ, slope, u.first[1]);
  return (batch.velocity * torch::sqrt(tx * tx + tz * tz) - 1).abs().mean();
}

double stepMilliseconds(std::int64_t points, int threads, double seconds) {
  at::set_num_threads(threads);
  const MlpConfig config;
  Tensor parameters = initialParameters(config).flat;
  MlpWorkspace workspace(threads);
  FlatAdam adam;
  adam.learningRate = 1e-4;
  const Batch batch(points);
  return medianMilliseconds(seconds, [&] {
    parameters.mutable_grad().reset();
    const auto u = mlpDerivatives(config, parameters, batch.inputs, {{0, 1}, 1}, workspace);
    residualLoss(batch, u).backward();
    adam.step(parameters, parameters.grad());
  });
}

double fieldMilliseconds(int threads, double seconds) {
  at::set_num_threads(threads);
  const MlpConfig config;
  const Tensor parameters = initialParameters(config).flat;
  MlpWorkspace workspace(threads);
  const MlpInputs inputs{torch::rand({kField, 3}), torch::randn({1, 96}), {}};
  const Tensor distance = torch::rand({kField, 1});
  return medianMilliseconds(seconds, [&] {
    const Tensor u = mlpEvaluate(config, parameters, inputs, workspace);
    const Tensor t = distance * (torch::sigmoid(u) * (1 / kSlowest - 1 / kFastest) + 1 / kFastest);
  });
}

/// The best of LibTorch's matrix product (its BLAS has threads of its own).
double sgemmPeak(double seconds) {
  constexpr std::int64_t kSize = 2048;
  const Tensor a = torch::rand({kSize, kSize});
  Tensor c = torch::empty({kSize, kSize});
  const torch::NoGradGuard noGraph;
  double best = 0;
  for (int threads : {1, 2}) {
    at::set_num_threads(threads);
    const double ms = medianMilliseconds(seconds, [&] { torch::mm_out(c, a, a); });
    best = std::max(best, 2e-6 * static_cast<double>(kSize * kSize * kSize) / ms);
  }
  return best;
}

/// The smaller of the times at one and at two threads.
double bestOf(const std::function<double(int)>& measure) {
  return std::min(measure(1), measure(2));
}

/// Runs the peer; its best milliseconds for each batch size and for the field (key 16384).
std::map<std::int64_t, double> peerMilliseconds(double seconds) {
  const char* python = std::getenv("ISOCHRON_PEER_PYTHON");
  const std::string command = std::string(python ? python : "/usr/bin/python3") + " " +
                              ISOCHRON_TRAINING_PEER + " --seconds " + std::to_string(seconds);
  std::map<std::int64_t, double> best;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return best;
  char line[512];
  while (std::fgets(line, sizeof line, pipe)) {
    long points = 0;
    int threads = 0, blas = 0;
    double ms = 0;
    if (std::sscanf(line, "{\"points\": %ld, \"threads\": %d, \"blas_threads\": %d, \"ms\": %lf",
                    &points, &threads, &blas, &ms) == 4)
      best[points] = best.count(points) ? std::min(best[points], ms) : ms;
  }
  if (pclose(pipe) != 0) std::fprintf(stderr, "training_peer.py failed: no comparison\n");
  return best;
}

std::string machineLoad() {
  std::ifstream file("/proc/loadavg");
  std::string text;
  std::getline(file, text);
  return text;
}

void print(const char* what, std::int64_t points, double ms, double peer, double gflop,
           double peak) {
  const double rate = gflop / ms * 1e3;
  std::printf("%-6s %6ld points: %8.2f ms %10.0f points/s %7.1f GFLOP/s (%5.1f %% of peak)", what,
              static_cast<long>(points), ms, 1e3 * static_cast<double>(points) / ms, rate,
              100 * rate / peak);
  if (peer > 0) std::printf("; Python %8.2f ms, %5.1f times", peer, peer / ms);
  std::printf("\n");
}

void runOnce(double seconds) {
  std::printf("load %s\n", machineLoad().c_str());
  const double peak = sgemmPeak(seconds);
  std::printf("SGEMM peak %.1f GFLOP/s (2048 x 2048, LibTorch); kernels: %s\n", peak,
              mlpKernels<float>().machine);
  std::map<std::int64_t, double> ours;
  for (std::int64_t points : kBatches)
    ours[points] = bestOf([&](int t) { return stepMilliseconds(points, t, seconds); });
  const double field = bestOf([&](int t) { return fieldMilliseconds(t, seconds); });
  const auto peer = peerMilliseconds(seconds);
  const auto of = [&](std::int64_t points) { return peer.count(points) ? peer.at(points) : 0.0; };
  double weights = 0;
  for (const MlpLayer& layer : mlpLayers(MlpConfig{}))
    weights += static_cast<double>(layer.inputs * layer.outputs);
  for (std::int64_t points : kBatches)
    print("step", points, ours[points], of(points), 12e-9 * static_cast<double>(points) * weights,
          peak);
  print("field", kField, field, of(kField), 2e-9 * static_cast<double>(kField) * weights, peak);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 2.0;
  const int repetitions = argc > 2 ? std::atoi(argv[2]) : 3;
  std::printf(
      "The paper's network (99 inputs, 12 x 128 ELU, 1 output), float32, L1 residual, "
      "Adam;\nGFLOP counted as 6 products a layer (a field: 1).\n");
  for (int i = 0; i < repetitions; ++i) runOnce(seconds);
}
