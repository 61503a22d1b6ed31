// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pinn_batch.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

constexpr std::int64_t kPointStream = 13, kNodeStream = 15;

/// `count` of them, each at most once.
std::vector<Point> drawFrom(std::vector<Point> points, std::size_t count, RandomStream& random) {
  for (std::size_t i = 0; i < count; ++i)
    std::swap(points[i],
              points[i + static_cast<std::size_t>(random.uniform() *
                                                  static_cast<double>(points.size() - i))]);
  points.resize(count);
  return points;
}

}  // namespace

PinnBatch::PinnBatch(std::vector<const SourceGroup*> groups, std::vector<Collocation> collocations)
    : groups_(std::move(groups)), collocations_(std::move(collocations)) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const EncodedModels& models = groups_[i]->models;
    blocks_.push_back({UnitBox(models.box).at(groups_[i]->source), collocations_[i].points,
                       models.inputs, aspectOf(models.box)});
  }
}

std::int64_t PinnBatch::models() const { return std::ssize(groups_.front()->models.ansatz); }

std::int64_t PinnBatch::pairs() const {
  std::int64_t count = 0;
  for (const Collocation& c : collocations_)
    count += models() *
             static_cast<std::int64_t>((c.stencil ? c.stencil->count() : 0) + c.labelNodes.size());
  return count;
}

std::vector<Point> PinnBatch::points() const {
  std::vector<Point> all;
  for (const Collocation& c : collocations_)
    if (c.stencil) all.insert(all.end(), c.stencil->points().begin(), c.stencil->points().end());
  return all;
}

std::vector<float> PinnBatch::velocityAt(std::size_t block, std::int64_t row) const {
  const Grid& grid = groups_[block]->models.box;
  const float* field = groups_[block]->velocity.data() + row * grid.size();
  std::vector<float> velocity;
  velocity.reserve(collocations_[block].stencil->count());
  for (const Point& p : collocations_[block].stencil->points()) {
    const CellPosition cell = locate(grid, p);
    const float* corner = field + cell.iz * grid.nx + cell.ix;
    const double top = corner[0] + cell.fx * (corner[1] - corner[0]);
    const double bottom = corner[grid.nx] + cell.fx * (corner[grid.nx + 1] - corner[grid.nx]);
    velocity.push_back(static_cast<float>(top + cell.fz * (bottom - top)));
  }
  return velocity;
}

EikonalLossTerms PinnBatch::modelLoss(LatentPinn& model, const LatentPinnConfig& config,
                                      std::size_t block, std::int64_t row, double share,
                                      std::span<float> residuals) const {
  PairNetwork& network = model.network();
  const Collocation& collocation = collocations_[block];
  const EncodedModels& models = groups_[block]->models;
  const Ansatz& ansatz = models.ansatz[static_cast<std::size_t>(row)];
  const std::span<float> u = network.channel(0, block, row);
  EikonalLossTerms terms;
  std::size_t used = 0;
  if (collocation.stencil) {
    const CollocationStencil& stencil = *collocation.stencil;
    const std::vector<float> velocity = velocityAt(block, row);
    if (config.loss.differentiation == Differentiation::Exact) {
      used = stencil.count();
      const UnitBox box(models.box);
      terms = exactLoss(
          config.loss, ansatz, stencil, velocity, box.perX(), box.perZ(), share,
          [&](std::size_t c) { return network.channel(c, block, row).first(used); }, residuals);
    } else {
      used = CollocationStencil::kNeighbours * stencil.count();
      terms =
          differencesLoss(config.loss, ansatz, stencil, velocity, share, u.first(used), residuals);
    }
  }
  if (!collocation.labelNodes.empty()) {
    const float* times = groups_[block]->times.data() + row * models.box.size();
    std::vector<float> labels;
    for (const std::size_t node : collocation.labelNodes) labels.push_back(times[node]);
    terms.labels = labelLoss(ansatz, config.loss.labels, collocation.labelRadii, labels, share,
                             u.subspan(used));
    terms.total += config.loss.labels * terms.labels;
    // Labels say nothing of derivatives, which the network computes at all points alike.
    for (std::size_t c = 1; c < static_cast<std::size_t>(1 + 2 * orderOf(config.loss)); ++c)
      std::ranges::fill(network.channel(c, block, row).subspan(used), 0.0f);
  }
  return terms;
}

EikonalLossTerms PinnBatch::loss(LatentPinn& model, std::span<const float> parameters,
                                 const LatentPinnConfig& config, ResidualMap* map) const {
  model.network().forward(parameters, blocks_, orderOf(config.loss), true);
  const std::int64_t rows = models(), all = std::ssize(groups_) * rows;
  const double share = 1.0 / static_cast<double>(all);
  const auto width = static_cast<std::size_t>(map != nullptr ? config.points : 0);
  std::vector<float> residuals(static_cast<std::size_t>(all) * width);
  std::vector<EikonalLossTerms> terms(static_cast<std::size_t>(all));
  at::parallel_for(0, all, 8, [&](std::int64_t first, std::int64_t end) {
    for (std::int64_t i = first; i < end; ++i)
      terms[static_cast<std::size_t>(i)] =
          modelLoss(model, config, static_cast<std::size_t>(i / rows), i % rows, share,
                    std::span(residuals).subspan(static_cast<std::size_t>(i) * width, width));
  });
  if (map != nullptr)
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const auto& stencil = collocations_[i / static_cast<std::size_t>(rows)].stencil;
      for (std::size_t p = 0; stencil && p < stencil->count(); ++p)
        map->add(stencil->points()[p], residuals[i * width + p]);
    }
  EikonalLossTerms mean;
  for (const EikonalLossTerms& t : terms) mean += t;
  return mean /= static_cast<double>(all);
}

PinnBatches::PinnBatches(const DataSet& data, std::span<const std::int64_t> models,
                         const LatentPinn& pinn, const Preparation& preparation)
    : data_(data),
      config_(pinn.config()),
      groups_(data, models, pinn, preparation),
      residuals_(data.grid()) {
  if (config_.trainingNodes == 0) return;
  RandomStream random(seedOf(config_.seed, kNodeStream));
  trainingNodes_ = drawPoints(Sampler::Grid, data_.grid(),
                              static_cast<std::size_t>(config_.trainingNodes), random, residuals_);
}

Collocation PinnBatches::collocate(const SourceGroup& group, std::int64_t number,
                                   const EikonalLossConfig& loss) const {
  RandomStream random(seedOf(config_.seed, kPointStream, number));
  const Grid& grid = group.models.box;
  const Point source = group.source;
  Collocation collocation;
  std::vector<Point> positions;
  if (config_.points > 0 && (loss.residual > 0.0 || loss.semiconcavity > 0.0)) {
    const auto count = static_cast<std::size_t>(config_.points);
    collocation.stencil = std::make_unique<CollocationStencil>(
        config_.trainingNodes > 0
            ? drawFrom(trainingNodes_, std::min(count, trainingNodes_.size()), random)
            : drawPoints(config_.sampler, grid, count, random, residuals_),
        source, config_.spacing * grid.dx, config_.spacing * grid.dz, grid);
    positions = loss.differentiation == Differentiation::Exact ? collocation.stencil->points()
                                                               : collocation.stencil->positions();
  }
  if (loss.labels > 0.0)
    for (const Point& p :
         drawPoints(Sampler::Grid, grid, static_cast<std::size_t>(config_.labelPoints), random,
                    residuals_)) {
      collocation.labelNodes.push_back(nodeAt(grid, p));
      collocation.labelRadii.push_back(distance(p, source));
      positions.push_back(p);
    }
  const UnitBox box(grid);
  for (const Point& p : positions) collocation.points.push_back(box.at(p));
  return collocation;
}

PinnBatch PinnBatches::draw(std::int64_t number, const EikonalLossConfig& loss) {
  std::vector<const SourceGroup*> groups = groups_.ofStep(number);
  std::vector<Collocation> collocations;
  for (std::size_t i = 0; i < groups.size(); ++i)
    collocations.push_back(
        collocate(*groups[i], number * config_.sources + static_cast<std::int64_t>(i), loss));
  return {std::move(groups), std::move(collocations)};
}

}  // namespace isochron
