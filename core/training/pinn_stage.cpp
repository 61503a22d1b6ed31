// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pinn_stage.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "generators/parallel_in_order.h"
#include "pinn/traveltime_errors.h"
#include "training/archive_tensors.h"
#include "training/latent_model.h"
#include "training/latent_pinn.h"
#include "training/loss_settings.h"
#include "training/source_groups.h"
#include "training/threads.h"
#include "training/traveltime_snapshot.h"

namespace isochron {
namespace {

constexpr std::int64_t kPinnPointStream = 21;
constexpr int kNodesToError = 2;  // every second node along both axes

Point insideOf(const Grid& grid, Point source) {
  if (!grid.contains(source)) throw Error("source", "lies outside of the model", "place it inside");
  return source;
}

}  // namespace

PinnStage::PinnStage(const VelocityModel& model, Point source, const PinnConfig& config)
    : config_(config),
      model_(model),
      source_(insideOf(model.grid(), source)),
      ansatz_{config.ansatz, model.min(), model.max()},
      network_(config.network(), false, (useThreads(config.threads), threadCount(config.threads))),
      parameters_(network_.initialParameters()),
      optimiser_(config.optimiser, parameters_.size()),
      reference_(EikonalSolver().solve(model, source).time) {}

void PinnStage::checkNetwork(const Archive& archive) const {
  if (archive.described("kind") != kind())
    throw Error(archive.name(), "holds " + jsonText(archive.described("kind")) + ", no PINN",
                "give a file that train pinn has written");
  const PinnConfig its = PinnConfig::fromJson(archive.described("config"));
  if (its.width != config_.width || its.depth != config_.depth ||
      its.activation != config_.activation || its.ansatz != config_.ansatz)
    throw Error(archive.name(), "its network or its ansatz is another",
                "leave width, depth, activation and ansatz as they are there");
}

void PinnStage::beginWith(const Archive& other) {
  checkNetwork(other);
  torch::Tensor target = torch::from_blob(parameters_.data(), {std::ssize(parameters_)});
  restore(other, "parameters", target);
}

void PinnStage::takeBatch() {
  if (stencil_ && !optimiser_.beginsBatch()) return;
  const Grid& grid = model_.grid();
  RandomStream random(seedOf(config_.seed, kPinnPointStream, optimiser_.batch()));
  stencil_.emplace(drawPoints(config_.sampler, grid, static_cast<std::size_t>(config_.points),
                              random, ResidualMap(grid)),
                   source_, config_.spacing * grid.dx, config_.spacing * grid.dz, grid);
  velocity_.clear();
  for (const Point& p : stencil_->points()) velocity_.push_back(static_cast<float>(model_.at(p)));
  const UnitBox box(grid);
  points_.clear();
  for (const Point& p : config_.loss.differentiation == Differentiation::Exact
                            ? stencil_->points()
                            : stencil_->positions())
    points_.push_back(box.at(p));
}

EikonalLossTerms PinnStage::evaluate(std::span<const float> parameters, std::span<float> gradient) {
  const UnitBox box(model_.grid());
  const PairBlock block{box.at(source_), points_, {}};
  network_.forward(parameters, {&block, 1}, orderOf(config_.loss), true);
  const EikonalLossTerms terms =
      config_.loss.differentiation == Differentiation::Exact
          ? exactLoss(config_.loss, ansatz_, *stencil_, velocity_, box.perX(), box.perZ(), 1.0,
                      [&](std::size_t c) { return network_.channel(c, 0, 0); })
          : differencesLoss(config_.loss, ansatz_, *stencil_, velocity_, 1.0,
                            network_.channel(0, 0, 0));
  network_.backward(parameters, gradient);
  return terms;
}

void PinnStage::step() {
  const auto start = std::chrono::steady_clock::now();
  takeBatch();
  sum_ += optimiser_.step(parameters_,
                          [&](std::span<const float> parameters, std::span<float> gradient) {
                            return evaluate(parameters, gradient);
                          });
  ++summed_;
  learningSeconds_ +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double PinnStage::epochs() const {
  return static_cast<double>(steps()) * config_.points / static_cast<double>(model_.grid().size());
}

std::vector<float> PinnStage::traveltimes(std::span<const Point> points) {
  const UnitBox box(model_.grid());
  std::vector<UnitPoint> at;
  for (const Point& p : points) at.push_back(box.at(p));
  const PairBlock block{box.at(source_), at, {}};
  network_.forward(parameters_, {&block, 1}, 0, false);
  const std::span<const float> u = network_.channel(0, 0, 0);
  std::vector<float> times(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    times[i] = static_cast<float>(distance(points[i], source_) * ansatz_.meanSlowness(u[i]));
  return times;
}

Metrics PinnStage::metrics() {
  const double count = std::max<double>(1.0, static_cast<double>(summed_));
  Metrics metrics;
  metrics.step = steps();
  metrics.values = {{"loss", sum_.total / count}, {"residual", sum_.residual / count}};
  if (config_.loss.semiconcavity > 0.0)
    metrics.values.emplace_back("semiconcavity", sum_.semiconcavity / count);
  if (const auto rate = optimiser_.learningRate())
    metrics.values.emplace_back("learning_rate", *rate);
  if (learningSeconds_ > 0.0)
    metrics.values.emplace_back("points_per_s",
                                static_cast<double>(summed_) * config_.points / learningSeconds_);
  const Grid& grid = model_.grid();
  const std::vector<Point> nodes = nodesOf(grid, kNodesToError);
  std::vector<float> reference;
  for (const Point& p : nodes)
    reference.push_back(static_cast<float>(reference_.data()[nodeAt(grid, p)]));
  metrics.values.emplace_back(kErrorMetric, traveltimeErrors(traveltimes(nodes), reference).rmae);
  sum_ = {};
  summed_ = 0;
  learningSeconds_ = 0.0;
  return metrics;
}

Snapshot PinnStage::snapshot(std::int64_t) {
  const Grid& grid = model_.grid();
  return traveltimeSnapshot(steps(), model_.field(), arrayOf(grid, traveltimes(nodesOf(grid))),
                            reference_, source_,
                            stencil_ ? stencil_->points() : std::vector<Point>());
}

bool PinnStage::adjust(const std::string& setting, double value) {
  if (optimiser_.adjust(setting, value)) {
    config_.optimiser = optimiser_.config();
    return true;
  }
  double* const adjusted = numberOf(config_.loss, setting);
  if (adjusted == nullptr) return false;
  requireNotNegative(kind(), setting, value);
  *adjusted = value;
  optimiser_.forget();
  return true;
}

bool PinnStage::isSound() const {
  return std::all_of(parameters_.begin(), parameters_.end(),
                     [](float w) { return std::isfinite(w); });
}

void PinnStage::save(Archive& archive) const {
  archive.metadata["kind"] = kind();
  archive.metadata["config"] = config_.toJson();
  archive.metadata["grid"] = describe(model_.grid());
  archive.metadata["source_km"] = {source_.x, source_.z};
  archive.metadata["velocity_km_s"] = {model_.min(), model_.max()};
  put(archive, "parameters", torch::tensor(parameters_));
  const Array& velocity = model_.velocity();
  put(archive, "velocity",
      torch::tensor(std::vector<double>(velocity.data(), velocity.data() + velocity.size()),
                    torch::kFloat64)
          .view({velocity.rows(), velocity.cols()}));
  optimiser_.save(archive);
  put(archive, "training/sums",
      torch::tensor({sum_.total, sum_.residual, sum_.semiconcavity, static_cast<double>(summed_)},
                    torch::kFloat64));
}

void PinnStage::load(const Archive& archive) {
  checkNetwork(archive);
  const Array& own = model_.velocity();
  torch::Tensor velocity = torch::empty({own.rows(), own.cols()}, torch::kFloat64);
  restore(archive, "velocity", velocity);
  if (!std::equal(own.data(), own.data() + own.size(), velocity.data_ptr<double>()) ||
      archive.described("grid") != describe(model_.grid()) ||
      archive.described("source_km") != Json({source_.x, source_.z}))
    throw Error(archive.name(), "was trained with another model or source",
                "resume it with those it began with");
  beginWith(archive);
  optimiser_.load(archive);
  stencil_.reset();
  torch::Tensor sums = torch::empty({4}, torch::kFloat64);
  restore(archive, "training/sums", sums);
  const double* s = sums.data_ptr<double>();
  sum_ = {s[0], s[1], s[2], 0.0};
  summed_ = static_cast<std::int64_t>(s[3]);
}

}  // namespace isochron
