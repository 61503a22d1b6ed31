// SPDX-License-Identifier: GPL-3.0-or-later
// PrincipalDirections: in which ways the models of a family differ most, in terms of their latents.
#pragma once

#include <Eigen/Core>

namespace isochron {

/// Every direction has two signs. All are turned so that they correlate positively with this field:
/// 1 plus random numbers of unit variance, for ever the same. Where a direction raises or lowers a
/// model as a whole, it is turned so that it raises it; where it does neither, to some percent, the
/// random part decides. Rounding, which differs between machines, turns none: no symmetry of a
/// family makes its product with random numbers vanish, as it does that with a constant or a ramp,
/// and no two nodes compete, as they do for the largest number.
Eigen::VectorXd orientationField(Eigen::Index nodes);

/// What latents do to the velocities, to first order: column i of D is the change of the decoded
/// velocities, km/s at each node, for a change of latent i by 1.
struct LatentEffects {
  Eigen::MatrixXd products;  // D^T D / nodes, (latents, latents), (km/s)^2
  Eigen::VectorXd along;     // D^T orientationField() / nodes, km/s
};

/// Latents have no scale of their own: all of them vary by 1 over the models learnt from, those
/// that change a whole model and those that change next to nothing. So the directions are those of
/// the velocities that the latents stand for: the principal components of the models' D z. With
/// latents that are principal components themselves, they are those components.
///
/// The score of a model along a direction is in standard deviations of the family, 0 its mean, and
/// scores along two directions are uncorrelated over the family. Directions come by falling
/// variance, each turned as orientationField() says.
struct PrincipalDirections {
  Eigen::VectorXd mean;     // of the latents, (latents)
  Eigen::MatrixXd steps;    // column k: z + steps_k has the score along k raised by 1, others kept
  Eigen::MatrixXd scoring;  // column k: score along k = (z - mean) . scoring_k
  Eigen::VectorXd shares;   // of the variance of the velocities; they add up to 1 at most

  Eigen::Index count() const { return steps.cols(); }
  /// Scores along all directions of latents in rows, (models, latents) -> (models, count()).
  Eigen::MatrixXd scores(const Eigen::MatrixXd& latents) const {
    return (latents.rowwise() - mean.transpose()) * scoring;
  }
};

/// Of the models whose latents are the rows of `latents`. Directions in which they do not differ
/// are left out; one model alone, or models that are all the same, have none.
PrincipalDirections principalDirections(const Eigen::MatrixXd& latents,
                                        const LatentEffects& effects);

}  // namespace isochron
