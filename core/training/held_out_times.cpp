// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/held_out_times.h"

#include <algorithm>

#include "pinn/traveltime_errors.h"
#include "training/source_groups.h"

namespace isochron {
namespace {

constexpr std::int64_t kHeldOutStream = 14;
constexpr int kErrorStride = 2;
constexpr std::size_t kSourcesAnywhere = 4;

}  // namespace

HeldOutTimes::HeldOutTimes(const DataSet& data, std::span<const std::int64_t> models,
                           const LatentPinn& model, const Preparation& preparation) {
  const LatentPinnConfig& config = model.config();
  models = models.first(std::min(models.size(), static_cast<std::size_t>(config.validationModels)));
  if (models.empty()) return;
  const Grid& grid = data.grid();
  middle_.push_back(solve(data, models, model, grid, UnitBox(grid).middle(), preparation));
  if (config.centreShare >= 1.0) return;
  RandomStream random(seedOf(config.seed, kHeldOutStream));
  const std::size_t each = (models.size() + kSourcesAnywhere - 1) / kSourcesAnywhere;
  for (std::size_t at = 0; at < models.size(); at += each) {
    const double fx = random.uniform(), fz = random.uniform();
    const Grid box =
        boxOfChance(grid, config, config.greatestAspect > 0.0 ? random.uniform() : 0.0);
    anywhere_.push_back(
        solve(data, models.subspan(at, std::min(each, models.size() - at)), model, box,
              {box.origin.x + fx * box.width(), box.origin.z + fz * box.depth()}, preparation));
  }
}

HeldOutTimes::Group HeldOutTimes::solve(const DataSet& data, std::span<const std::int64_t> models,
                                        const LatentPinn& model, const Grid& box, Point source,
                                        const Preparation& preparation) const {
  const auto nodes = static_cast<std::size_t>(data.nodes());
  const int threads = model.config().threads;
  Group group{source, {box, {}, {}}, nodesOf(box, kErrorStride), {}};
  for (std::size_t at = 0; at < models.size(); at += kModelsAtOnce) {
    preparation.at("solving for the models held out",
                   static_cast<double>(at) / static_cast<double>(models.size()));
    const auto block = models.subspan(at, std::min(kModelsAtOnce, models.size() - at));
    std::vector<float> velocity(block.size() * nodes);
    data.readBatch(block, {0.0, 1.0}, velocity, threads);
    group.models.append(model.encode(velocity, box));
    const std::vector<float> times = solveTimes(box, velocity, source, threads);
    for (std::size_t m = 0; m < block.size(); ++m)
      for (const Point& p : group.nodes) group.times.push_back(times[m * nodes + nodeAt(box, p)]);
  }
  return group;
}

double HeldOutTimes::errorOf(LatentPinn& model, const std::vector<Group>& groups) const {
  double sum = 0.0;
  std::size_t count = 0;
  for (const Group& group : groups) {
    const std::vector<float> times = model.traveltimes(group.models, group.source, group.nodes);
    const std::size_t nodes = group.nodes.size();
    for (std::size_t at = 0; at < times.size(); at += nodes, ++count)
      sum += traveltimeErrors(std::span(times).subspan(at, nodes),
                              std::span(group.times).subspan(at, nodes))
                 .rmae;
  }
  return sum / static_cast<double>(count);
}

}  // namespace isochron
