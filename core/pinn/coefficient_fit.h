// SPDX-License-Identifier: GPL-3.0-or-later
// CoefficientFit: the coefficients of a branch-trunk network that fit traveltimes best.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "pinn/mean_slowness_field.h"
#include "pinn/misfit_norm.h"

namespace isochron {

/// The least-squares change of the coefficients, to first order, at the nodes the network is asked
/// at: (J^T L J + damping) step = J^T L misfit, J the derivatives of T = r s(u) by the coefficients
/// and L a norm. The same numbers on any number of threads.
class CoefficientFit {
 public:
  /// `radii`: km from the source to the nodes asked at.
  CoefficientFit(MeanSlownessField& field, const Ansatz& ansatz, std::vector<float> radii);

  /// Makes J at these coefficients.
  void linearise(std::span<const float> coefficients);
  /// Makes J^T L J and J^T L misfit, s.
  void setMisfit(std::span<const float> misfit, const MisfitNorm& norm);
  /// `damping` in means of the diagonal (Levenberg, 1944).
  Eigen::VectorXd step(double damping) const;

 private:
  void multiply();

  MeanSlownessField& field_;
  Ansatz ansatz_;
  std::vector<float> radii_;
  std::int64_t points_, unknowns_, stride_;  // stride_: numbers from row to row of the matrices
  std::vector<float> u_, slopes_;
  std::vector<float> trunk_, jacobian_, weighted_;  // (points, unknowns)
  std::vector<float> weightedMisfit_;
  Eigen::MatrixXd normal_;  // the upper triangle
  Eigen::VectorXd right_;
};

}  // namespace isochron
