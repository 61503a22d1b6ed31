// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/mean_slowness_field.h"

namespace isochron {

std::vector<Point> MeanSlownessField::nodes(const Grid& grid) {
  const GridStride step = stride(grid);
  std::vector<Point> points;
  for (int iz = 0; iz < grid.nz; iz += step.z)
    for (int ix = 0; ix < grid.nx; ix += step.x) points.push_back(grid.node(iz, ix));
  return points;
}

GridStride MeanSlownessField::stride(const Grid& grid) {
  constexpr int kFewest = 8, kMost = 64;
  if (std::min(grid.nx, grid.nz) < kFewest) return {1, 1};
  const auto along = [](int nodes) { return std::max(2, (nodes + kMost - 1) / kMost); };
  return {along(grid.nx), along(grid.nz)};
}

MeanSlownessField::MeanSlownessField(std::unique_ptr<BranchTrunkField> network, const Grid& grid)
    : network_(std::move(network)),
      enlargement_(grid.nx, grid.nz, stride(grid).x, stride(grid).z),
      outputs_(network_->pointCount()),
      slowness_(network_->pointCount()) {}

void MeanSlownessField::at(std::span<const float> coefficients, const Ansatz& ansatz,
                           std::span<float> slowness) {
  network_->values(coefficients, outputs_);
  for (std::size_t i = 0; i < outputs_.size(); ++i)
    slowness_[i] = static_cast<float>(ansatz.meanSlowness(outputs_[i]));
  enlargement_.apply(slowness_, slowness);
}

}  // namespace isochron
