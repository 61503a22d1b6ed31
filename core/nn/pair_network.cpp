// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/pair_network.h"

namespace isochron {

void PairNetwork::forward(std::span<const float> parameters, const ManySources& asked,
                          std::span<float> u) {
  std::vector<std::vector<std::size_t>> rows(asked.sources.size());
  for (std::size_t i = 0; i < asked.points.size(); ++i) rows[asked.sourceOf[i]].push_back(i);
  std::vector<UnitPoint> points;
  for (std::size_t s = 0; s < rows.size(); ++s) {
    if (rows[s].empty()) continue;
    points.clear();
    for (const std::size_t i : rows[s]) points.push_back(asked.points[i]);
    const PairBlock block{asked.sources[s], points, asked.latent, asked.aspect};
    forward(parameters, {&block, 1}, 0, false);
    const std::span<const float> values = channel(0, 0, 0);
    for (std::size_t k = 0; k < rows[s].size(); ++k) u[rows[s][k]] = values[k];
  }
}

}  // namespace isochron
