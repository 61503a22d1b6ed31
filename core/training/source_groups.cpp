// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/source_groups.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "generators/parallel_in_order.h"

namespace isochron {
namespace {

// Streams of random numbers under the run's seed.
constexpr std::int64_t kGroupStream = 11, kChoiceStream = 12;
constexpr std::size_t kEncodedAtOnce = 256;

}  // namespace

Grid boxOfChance(const Grid& grid, const LatentPinnConfig& config, double chance) {
  if (config.greatestAspect <= 0.0) return grid;
  const double aspect =
      config.leastAspect * std::pow(config.greatestAspect / config.leastAspect, chance);
  const double stretch = std::sqrt(aspect / aspectOf(grid));
  Grid box = grid;
  box.dx /= stretch;
  box.dz *= stretch;
  return box;
}

std::vector<float> solveTimes(const Grid& grid, std::span<const float> velocity, Point source,
                              int threads) {
  const auto nodes = static_cast<std::size_t>(grid.size());
  const auto models = static_cast<std::int64_t>(velocity.size() / nodes);
  std::vector<float> times(velocity.size());
  const std::int64_t workers = threadCount(threads), grain = (models + workers - 1) / workers;
  at::parallel_for(
      0, models, std::max<std::int64_t>(grain, 1), [&](std::int64_t first, std::int64_t end) {
        EikonalSolver solver;
        for (std::int64_t m = first; m < end; ++m) {
          const VelocityModel model(
              grid, arrayOf(grid, velocity.subspan(static_cast<std::size_t>(m) * nodes, nodes)));
          const Traveltimes solved = solver.solve(model, source);
          std::transform(solved.time.data(), solved.time.data() + nodes,
                         times.data() + static_cast<std::size_t>(m) * nodes,
                         [](double t) { return static_cast<float>(t); });
        }
      });
  return times;
}

std::size_t nodeAt(const Grid& grid, Point p) {
  const CellPosition cell = locate(grid, p);
  return static_cast<std::size_t>((cell.iz + static_cast<int>(std::lround(cell.fz))) * grid.nx +
                                  cell.ix + static_cast<int>(std::lround(cell.fx)));
}

SourceGroups::SourceGroups(const DataSet& data, std::span<const std::int64_t> models,
                           const LatentPinn& pinn, const Preparation& preparation)
    : data_(data),
      models_(models.begin(), models.end()),
      pinn_(pinn),
      config_(pinn.config()),
      latents_(models.size() * static_cast<std::size_t>(pinn.latents().latentCount())) {
  const torch::NoGradGuard noGradients;
  const LatentModel& latents = pinn.latents();
  const auto width = static_cast<std::size_t>(latents.latentCount());
  for (std::size_t at = 0; at < models_.size(); at += kEncodedAtOnce) {
    preparation.at("encoding the models",
                   static_cast<double>(at) / static_cast<double>(models_.size()));
    const auto block =
        std::span(models_).subspan(at, std::min(kEncodedAtOnce, models_.size() - at));
    const torch::Tensor rows =
        latents.encodeStandardised(batchOf(data, block, latents.standardisation(), config_.threads))
            .contiguous();
    std::copy_n(rows.data_ptr<float>(), rows.numel(),
                latents_.begin() + static_cast<std::ptrdiff_t>(at * width));
  }
}

SourceGroup SourceGroups::make(std::int64_t number) const {
  RandomStream random(seedOf(config_.seed, kGroupStream, number));
  const double chance = random.uniform(), fx = random.uniform(), fz = random.uniform();
  const auto width = static_cast<std::size_t>(pinn_.latents().latentCount());
  std::vector<std::int64_t> drawn;
  std::vector<float> latents;
  for (int m = 0; m < config_.models; ++m) {
    const auto row = static_cast<std::size_t>(random.next() % models_.size());
    drawn.push_back(models_[row]);
    const float* from = latents_.data() + row * width;
    latents.insert(latents.end(), from, from + width);
  }
  const Grid box =
      boxOfChance(data_.grid(), config_, config_.greatestAspect > 0.0 ? random.uniform() : 0.0);
  SourceGroup group;
  group.source = chance < config_.centreShare
                     ? UnitBox(box).middle()
                     : Point{box.origin.x + fx * box.width(), box.origin.z + fz * box.depth()};
  const auto nodes = static_cast<std::size_t>(data_.nodes());
  group.velocity.resize(drawn.size() * nodes);
  data_.readBatch(drawn, {0.0, 1.0}, group.velocity, config_.threads);
  std::vector<VelocityBounds> bounds;
  for (std::size_t m = 0; m < drawn.size(); ++m)
    bounds.push_back(boundsOf(std::span(group.velocity).subspan(m * nodes, nodes)));
  group.models = pinn_.encoded(latents, bounds, box);
  if (config_.loss.labels > 0.0)
    group.times = solveTimes(box, group.velocity, group.source, config_.threads);
  if (config_.velocity == "decoded") {
    const torch::NoGradGuard noGradients;
    const torch::Tensor decoded =
        pinn_.latents()
            .decode(torch::from_blob(latents.data(),
                                     {config_.models, static_cast<std::int64_t>(width)}),
                    bounds)
            .contiguous();
    std::copy_n(decoded.data_ptr<float>(), decoded.numel(), group.velocity.begin());
  }
  return group;
}

std::vector<std::int64_t> SourceGroups::numbersOfStep(std::int64_t step) const {
  const std::int64_t pool = std::int64_t{config_.sources} * config_.reuse;
  const std::int64_t first = step * config_.sources / config_.reuse;
  if (config_.reuse == 1) {
    std::vector<std::int64_t> all(static_cast<std::size_t>(pool));
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = first + static_cast<std::int64_t>(i);
    return all;
  }
  RandomStream random(seedOf(config_.seed, kChoiceStream, step));
  std::vector<std::int64_t> numbers;
  while (std::ssize(numbers) < config_.sources) {
    const std::int64_t number =
        first + static_cast<std::int64_t>(random.next() % static_cast<std::uint64_t>(pool));
    if (std::find(numbers.begin(), numbers.end(), number) == numbers.end())
      numbers.push_back(number);
  }
  return numbers;
}

std::vector<const SourceGroup*> SourceGroups::ofStep(std::int64_t step) {
  const std::int64_t oldest = step * config_.sources / config_.reuse;
  groups_.erase(groups_.begin(), groups_.lower_bound(oldest));
  std::vector<const SourceGroup*> chosen;
  for (const std::int64_t number : numbersOfStep(step)) {
    auto found = groups_.find(number);
    if (found == groups_.end()) found = groups_.emplace(number, make(number)).first;
    chosen.push_back(&found->second);
  }
  return chosen;
}

}  // namespace isochron
