// SPDX-License-Identifier: GPL-3.0-or-later
// Grid: where the nodes of a two-dimensional field lie.
#pragma once

#include <Eigen/Core>

namespace isochron {

/// A position in km; z grows downward.
struct Point {
  double x = 0.0;
  double z = 0.0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// Distance in km.
double distance(Point a, Point b);

/// A regular grid of nodes (not cells): node (iz, ix) lies at
/// (origin.x + ix dx, origin.z + iz dz). Lengths in km; dx and dz may differ.
struct Grid {
  int nx = 0;
  int nz = 0;
  double dx = 0.0;
  double dz = 0.0;
  Point origin;

  friend bool operator==(const Grid&, const Grid&) = default;

  double x(int ix) const { return origin.x + ix * dx; }
  double z(int iz) const { return origin.z + iz * dz; }
  Point node(int iz, int ix) const { return {x(ix), z(iz)}; }
  /// Extent from the first node to the last, km.
  double width() const { return (nx - 1) * dx; }
  double depth() const { return (nz - 1) * dz; }
  Point end() const { return {origin.x + width(), origin.z + depth()}; }
  Eigen::Index size() const { return Eigen::Index{nx} * nz; }

  /// True on the border too, with a tolerance of 1e-9 of a cell.
  bool contains(Point p) const;
  /// The nearest position inside the grid.
  Point clamp(Point p) const;
};

/// Throws Error unless the grid has at least 2 x 2 nodes and finite, positive spacings.
void validate(const Grid& grid);

/// Where a position falls: the cell's first node and the fractions in [0, 1] towards the next.
/// Positions outside are clamped to the border.
struct CellPosition {
  int ix = 0;
  int iz = 0;
  double fx = 0.0;
  double fz = 0.0;
};
CellPosition locate(const Grid& grid, Point p);

}  // namespace isochron
