// SPDX-License-Identifier: GPL-3.0-or-later
// Collocation: where in the box residuals are asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "field/grid.h"
#include "generators/random_stream.h"

namespace isochron {

/// Grid: nodes, each at most once. Random: anywhere, evenly. Sobol: anywhere, a scrambled
/// low-discrepancy sequence (Sobol, 1967; a random shift of each draw). Adaptive: nodes, the more
/// often the larger the residual was around them.
enum class Sampler { Grid, Random, Sobol, Adaptive };

std::string toText(Sampler sampler);  ///< "grid", "random", "sobol", "adaptive"
/// The reverse. Throws Error (place "sampler") for any other.
Sampler samplerOf(std::string_view text);

/// A running mean of residuals in cells of the box, for Sampler::Adaptive. A value: it can be
/// stored and restored.
class ResidualMap {
 public:
  static constexpr int kCells = 32;  // along each axis

  explicit ResidualMap(const Grid& grid);
  /// A residual that is not finite says nothing of the place: it is left out.
  void add(Point p, double residual);
  /// Of every cell: its mean relative to that of all cells, plus 1: no place is ever left out.
  std::vector<double> weights() const;
  /// The cell's column and row, and its number, row by row.
  int columnOf(double x) const;
  int rowOf(double z) const;
  int cellOf(Point p) const { return rowOf(p.z) * kCells + columnOf(p.x); }

  std::vector<double>& means() { return means_; }
  const std::vector<double>& means() const { return means_; }

 private:
  Grid grid_;
  std::vector<double> means_;  // kCells * kCells, negative: no residual so far
};

/// `count` points, km; fewer only where the grid has fewer nodes. `map` is asked by Adaptive alone.
std::vector<Point> drawPoints(Sampler sampler, const Grid& grid, std::size_t count,
                              RandomStream& random, const ResidualMap& map);

}  // namespace isochron
