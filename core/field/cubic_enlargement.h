// SPDX-License-Identifier: GPL-3.0-or-later
// CubicEnlargement: a smooth field known at some nodes of a grid, at all of them.
#pragma once

#include <span>
#include <vector>

namespace isochron {

/// Known are the nodes 0, stride, 2 stride... along each axis. Between them a cubic through the
/// four nearest along each axis: exact for cubics, fourth order, also at the border and beyond the
/// last. Where fewer are known along an axis, the polynomial through all of them.
class CubicEnlargement {
 public:
  /// Any number of nodes from 1 on, any stride from 1 on.
  CubicEnlargement(int nx, int nz, int strideX, int strideZ);
  CubicEnlargement(int nx, int nz, int stride) : CubicEnlargement(nx, nz, stride, stride) {}

  /// How many of so many nodes are known.
  static int known(int nodes, int stride) { return (nodes - 1) / stride + 1; }

  /// From those known, (known(nz), known(nx)), to (nz, nx), row by row.
  void apply(std::span<const float> known, std::span<float> all);

 private:
  /// For every node along an axis: the first of `points` known ones, and their weights.
  struct Axis {
    int points = 0;
    std::vector<int> first;
    std::vector<float> weights;
  };
  static Axis axis(int nodes, int stride);

  int nx_, nz_, knownX_, knownZ_;
  Axis x_, z_;
  std::vector<float> rows_;  // (knownZ_, nx)
};

}  // namespace isochron
