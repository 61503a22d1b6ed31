// SPDX-License-Identifier: GPL-3.0-or-later
// MisfitNorm: how far two traveltime fields are apart, as a sum of squares that fits can minimise.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace isochron {

/// Of a misfit f (s) at nx x nz nodes, row by row: sum w f^2 + sum over the pairs (i, j) of nodes
/// beside each other g_ij (f_i - f_j)^2.
///
/// w = 1 / sqrt(1 + (e / mean |e|)^2), e the misfit it was made for: the sum of squares is then
/// near the sum of |f| (iteratively reweighted least squares), as an L1 fit is needed: what a front
/// that lies a node off makes large must not decide.
///
/// g = 1e-4 (mean T v / h)^2: the misfit of the slope, 1/v being its size, in the place of what T
/// is wrong by. It is as important as w for waves of some 100 m in the paper's box, and keeps them,
/// and false minima of T, away.
class MisfitNorm {
 public:
  /// `velocity` km/s and `hx`, `hz` km between the nodes; `meanTime` s.
  MisfitNorm(int nx, int nz, double hx, double hz, std::span<const float> velocity,
             double meanTime);

  /// Makes w from a misfit.
  void weigh(std::span<const float> misfit);
  /// out = L f for `width` misfits at once, f^T L f their norms: row i of both matrices is that of
  /// node i, `stride` numbers from the next. For rows [first, last) of `out` alone.
  void apply(const float* misfits, std::int64_t width, std::int64_t stride, std::int64_t first,
             std::int64_t last, float* out) const;

 private:
  std::int64_t nx_, nz_;
  std::vector<float> weights_, right_, below_;  // w; g of the pair with the node to that side, or 0
};

}  // namespace isochron
