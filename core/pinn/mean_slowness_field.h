// SPDX-License-Identifier: GPL-3.0-or-later
// MeanSlownessField: the mean slowness at all nodes of a grid, by a branch-trunk network.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "field/cubic_enlargement.h"
#include "field/grid.h"
#include "nn/branch_trunk_field.h"
#include "pinn/ansatz.h"

namespace isochron {

/// Nodes along both axes that lie apart by so many.
struct GridStride {
  int x = 1;
  int z = 1;
};

/// The mean slowness s of T = r s is smooth where T is not, and so is the network: it is asked at
/// every second node along both axes, or at 64 of many, and a cubic tells the others.
class MeanSlownessField {
 public:
  /// The nodes the network is asked at, row by row: every stride(grid)-th along each axis.
  static std::vector<Point> nodes(const Grid& grid);
  static GridStride stride(const Grid& grid);

  /// `network` answers at nodes(grid) for one source.
  MeanSlownessField(std::unique_ptr<BranchTrunkField> network, const Grid& grid);

  /// For its coefficients, and the values at nodes(grid) alone.
  BranchTrunkField& network() { return *network_; }

  /// s at all nodes of the grid, row by row, s/km.
  void at(std::span<const float> coefficients, const Ansatz& ansatz, std::span<float> slowness);
  /// u at nodes(grid) in the last answer.
  std::span<const float> outputs() const { return outputs_; }

 private:
  std::unique_ptr<BranchTrunkField> network_;
  CubicEnlargement enlargement_;
  std::vector<float> outputs_, slowness_;
};

}  // namespace isochron
