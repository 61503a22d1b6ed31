// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/mean_slowness_field.h"

namespace isochron {

std::vector<Point> MeanSlownessField::nodes(const Grid& grid) {
  std::vector<Point> points;
  for (int iz = 0; iz < grid.nz; iz += stride(grid))
    for (int ix = 0; ix < grid.nx; ix += stride(grid)) points.push_back(grid.node(iz, ix));
  return points;
}

MeanSlownessField::MeanSlownessField(std::unique_ptr<BranchTrunkField> network,
                                     const Ansatz& ansatz, const Grid& grid)
    : network_(std::move(network)),
      ansatz_(ansatz),
      enlargement_(grid.nx, grid.nz, stride(grid)),
      outputs_(network_->pointCount()),
      slowness_(network_->pointCount()) {}

void MeanSlownessField::at(std::span<const float> coefficients, std::span<float> slowness) {
  network_->values(coefficients, outputs_);
  for (std::size_t i = 0; i < outputs_.size(); ++i)
    slowness_[i] = static_cast<float>(ansatz_.meanSlowness(outputs_[i]));
  enlargement_.apply(slowness_, slowness);
}

}  // namespace isochron
