// SPDX-License-Identifier: GPL-3.0-or-later
// CubicEnlargement: a smooth field known on a coarse lattice, at all nodes of a grid.
#pragma once

#include <span>
#include <vector>

namespace isochron {

/// Lattice and grid span the same box, their corners coincide. Between lattice points a cubic
/// through the four nearest along each axis: exact for cubics, fourth order, also at the border.
class CubicEnlargement {
 public:
  /// Both lattice numbers are at least 4, and at most those of the grid.
  CubicEnlargement(int latticeX, int latticeZ, int nx, int nz);

  /// From (latticeZ, latticeX) to (nz, nx), row by row.
  void apply(std::span<const float> lattice, std::span<float> grid);

 private:
  /// For every node along an axis: the first of four lattice points, and their weights.
  struct Axis {
    std::vector<int> first;
    std::vector<float> weights;
  };
  static Axis axis(int lattice, int nodes);

  int latticeX_, latticeZ_, nx_, nz_;
  Axis x_, z_;
  std::vector<float> rows_;  // (latticeZ, nx)
};

}  // namespace isochron
