// SPDX-License-Identifier: GPL-3.0-or-later
// BranchTrunkField: a branch-trunk network at fixed points for one source, answered at once.
#pragma once

#include "nn/branch_trunk.h"

namespace isochron {

/// The trunk is worked out when it is made; what is left for a model is its coefficients (the
/// branch) and their products with the trunk. The coefficients can be changed, too: refinement for
/// one model looks for better ones.
class BranchTrunkField {
 public:
  /// Copies the parameters.
  BranchTrunkField(const BranchTrunkConfig& config, std::span<const float> parameters,
                   UnitPoint source, std::span<const UnitPoint> points, int threads = 1,
                   double aspect = 1.0);

  std::size_t pointCount() const { return points_; }
  int groups() const { return network_.config().groups; }
  int rank() const { return network_.config().rank; }
  std::size_t coefficientCount() const {
    return static_cast<std::size_t>(network_.shape_.branchCount());
  }

  /// What the branch makes of a latent.
  std::vector<float> coefficients(std::span<const float> latent);
  /// u at all points.
  void values(std::span<const float> coefficients, std::span<float> u);
  /// u and its derivatives by the sums: slopes[g * pointCount() + p] = du/dh_g at point p, so that
  /// du/d(coefficient k of sum g) = slopes * trunk(g, k).
  void linearise(std::span<const float> coefficients, std::span<float> u, std::span<float> slopes);
  /// Row (g, k) of the trunk at all points.
  void trunkRow(int g, int k, std::span<float> row) const;

 private:
  BranchTrunk network_;
  std::vector<float> parameters_;
  UnitPoint source_;
  std::size_t points_;
};

}  // namespace isochron
