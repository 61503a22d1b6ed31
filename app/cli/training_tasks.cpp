// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_tasks.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <span>

#include "generators/random_stream.h"
#include "pinn/mean_slowness_field.h"
#include "pinn/traveltime_errors.h"

namespace isochron::cli {
namespace {

// The paper's box, and a batch that holds points of this many models.
constexpr double kWidth = 5.0, kDepth = 1.0;
constexpr std::int64_t kModels = 100;
constexpr Point kSource{2.5, 0.5};
constexpr std::int64_t kProductSize = 2048;
const Ansatz kAnsatz;

Grid paperGrid() {
  constexpr int n = WholeField::kNodes;
  return {n, n, kWidth / (n - 1), kDepth / (n - 1), {0.0, 0.0}};
}

UnitPoint unitPoint(Point p) { return {2 * p.x / kWidth - 1, 2 * p.z / kDepth - 1}; }

std::vector<float> drawLatents(RandomStream& random) {
  std::vector<float> latents(static_cast<std::size_t>(MlpConfig{}.latents));
  for (float& l : latents) l = static_cast<float>(random.normalPair().first);
  return latents;
}

double weights() {
  double sum = 0.0;
  for (const MlpLayer& layer : mlpLayers(MlpConfig{}))
    sum += static_cast<double>(layer.inputs * layer.outputs);
  return sum;
}

}  // namespace

Timing timed(double seconds, const std::function<void()>& task) {
  using Clock = std::chrono::steady_clock;
  constexpr std::size_t kLeastCalls = 3;
  task();  // warms up
  std::vector<double> wall, processor;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (wall.size() < kLeastCalls || Clock::now() < end) {
    const auto start = Clock::now();
    const std::clock_t startOfProcessor = std::clock();
    task();
    processor.push_back(1e3 * static_cast<double>(std::clock() - startOfProcessor) /
                        CLOCKS_PER_SEC);
    wall.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  return {summarise(wall).median, summarise(processor).median};
}

TrainingStep::TrainingStep(std::int64_t points, int threads)
    : points_(points),
      network_(MlpConfig{}, false, threads),
      parameters_(network_.initialParameters()),
      gradient_(parameters_.size()) {
  adam_.learningRate = 1e-4;
  RandomStream random(1);
  const std::int64_t models = std::min(points, kModels);
  for (std::int64_t m = 0; m < models; ++m) {
    std::vector<Point> drawn;
    std::vector<float> velocity;
    for (std::int64_t i = m; i < points; i += models) {
      drawn.push_back({random.uniform(0.0, kWidth), random.uniform(0.0, kDepth)});
      velocity.push_back(static_cast<float>(random.uniform(kAnsatz.slowest, kAnsatz.fastest)));
    }
    std::vector<UnitPoint> unit;
    std::transform(drawn.begin(), drawn.end(), std::back_inserter(unit), unitPoint);
    const Grid grid = paperGrid();
    models_.push_back({CollocationStencil(std::move(drawn), kSource, grid.dx, grid.dz, grid),
                       std::move(unit), drawLatents(random), std::move(velocity)});
  }
}

void TrainingStep::run() {
  std::vector<PairBlock> blocks;
  for (const Model& model : models_)
    blocks.push_back({unitPoint(kSource), model.points, model.latents});
  network_.forward(parameters_, blocks, 1, true);
  EikonalLossConfig loss;
  loss.differentiation = Differentiation::Exact;
  at::parallel_for(0, std::ssize(models_), 64, [&](std::int64_t first, std::int64_t end) {
    for (std::int64_t m = first; m < end; ++m) {
      const auto block = static_cast<std::size_t>(m);
      const Model& model = models_[block];
      const double share = static_cast<double>(model.points.size()) / static_cast<double>(points_);
      exactLoss(loss, kAnsatz, model.stencil, model.velocity, 2 / kWidth, 2 / kDepth, share,
                [&](std::size_t channel) { return network_.channel(channel, block, 0); });
    }
  });
  network_.backward(parameters_, gradient_);
  torch::Tensor parameters = torch::from_blob(parameters_.data(), {std::ssize(parameters_)});
  adam_.step(parameters, torch::from_blob(gradient_.data(), {std::ssize(gradient_)}));
}

WholeField::WholeField(int threads)
    : enlargement_(kNodes, kNodes, MeanSlownessField::stride(paperGrid()).x),
      network_(MlpConfig{}, false, threads),
      parameters_(network_.initialParameters()) {
  const Grid grid = paperGrid();
  for (const Point& p : MeanSlownessField::nodes(grid)) points_.push_back(unitPoint(p));
  for (int iz = 0; iz < grid.nz; ++iz)
    for (int ix = 0; ix < grid.nx; ++ix)
      radii_.push_back(static_cast<float>(distance(grid.node(iz, ix), kSource)));
  slowness_.resize(points_.size());
  times_.resize(radii_.size());
  RandomStream random(1);
  latents_ = drawLatents(random);
}

void WholeField::run() {
  const PairBlock block{unitPoint(kSource), points_, latents_};
  network_.forward(parameters_, std::span(&block, 1), 0, false);
  const std::span<const float> u = network_.channel(0, 0, 0);
  for (std::size_t i = 0; i < slowness_.size(); ++i)
    slowness_[i] = static_cast<float>(kAnsatz.meanSlowness(u[i]));
  enlargement_.apply(slowness_, times_);
  for (std::size_t i = 0; i < times_.size(); ++i) times_[i] *= radii_[i];
}

MatrixProduct::MatrixProduct()
    : a_(torch::rand({kProductSize, kProductSize})), product_(torch::empty_like(a_)) {}

void MatrixProduct::run() {
  const torch::NoGradGuard noGradients;
  torch::mm_out(product_, a_, a_);
}

double MatrixProduct::gflop() {
  return 2e-9 * static_cast<double>(kProductSize * kProductSize * kProductSize);
}

double gflopOfStep(std::int64_t points) { return 12e-9 * static_cast<double>(points) * weights(); }
double gflopOfField() {
  return 2e-9 * static_cast<double>(MeanSlownessField::nodes(paperGrid()).size()) * weights();
}

}  // namespace isochron::cli
