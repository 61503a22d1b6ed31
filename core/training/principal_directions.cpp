// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/principal_directions.h"

#include <Eigen/Eigenvalues>
#include <algorithm>

#include "generators/random_stream.h"

namespace isochron {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Directions with less than this of the largest variance are rounding.
constexpr double kRounding = 1e-10;
/// And variances below this, where the mean square is 1.
constexpr double kNothing = 1e-24;

/// Symmetric, positive semidefinite: a square root R with R R^T = matrix.
MatrixXd squareRoot(const MatrixXd& matrix) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(matrix);
  return solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal();
}

/// How many of the variances, ascending, are no rounding.
Eigen::Index directionsOf(const VectorXd& variances, double meanSquare) {
  const double largest = variances.size() > 0 ? variances(variances.size() - 1) : 0.0;
  return (variances.array() > std::max(kRounding * largest, kNothing * meanSquare)).count();
}

}  // namespace

VectorXd orientationField(Eigen::Index nodes) {
  constexpr std::uint64_t kSeed = 0x7075746f;  // any, but never another
  RandomStream random(kSeed);
  VectorXd field(nodes);
  for (double& value : field) value = 1.0 + random.normalPair().first;
  return field;
}

PrincipalDirections principalDirections(const MatrixXd& latents, const LatentEffects& effects) {
  PrincipalDirections result;
  result.mean = latents.colwise().mean().transpose();
  const MatrixXd centred = latents.rowwise() - result.mean.transpose();
  const double degrees = std::max(1.0, static_cast<double>(latents.rows() - 1));
  const MatrixXd covariance = centred.transpose() * centred / degrees;
  // The models' D z have the covariance D C D^T; with D^T D = R R^T its eigenvalues are those of
  // R^T C R, a matrix of latents instead of nodes.
  const MatrixXd root = squareRoot(effects.products);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(root.transpose() * covariance * root);
  const double meanSquare =
      latents.squaredNorm() / static_cast<double>(latents.rows()) * effects.products.trace();
  const Eigen::Index count = directionsOf(solver.eigenvalues(), meanSquare);
  const VectorXd variances = solver.eigenvalues().tail(count).reverse();
  const MatrixXd axes = solver.eigenvectors().rightCols(count).rowwise().reverse();
  const VectorXd perDeviation = variances.cwiseSqrt().cwiseInverse();
  result.scoring = root * axes * perDeviation.asDiagonal();
  // The change of latents that goes with a score, by regression: no inverse of R, which has none
  // where a latent does nothing.
  result.steps = covariance * result.scoring;
  for (Eigen::Index k = 0; k < count; ++k) {
    if (effects.along.dot(result.steps.col(k)) >= 0.0) continue;
    result.steps.col(k) = -result.steps.col(k).eval();
    result.scoring.col(k) = -result.scoring.col(k).eval();
  }
  const double all = solver.eigenvalues().cwiseMax(0.0).sum();
  result.shares = all > 0.0 ? VectorXd(variances / all) : VectorXd(variances);
  return result;
}

}  // namespace isochron
