// SPDX-License-Identifier: GPL-3.0-or-later
// LatentMap: where the models of a family lie among each other, by their latents.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "latents/latent_coder.h"
#include "latents/model_family.h"
#include "training/principal_directions.h"

namespace isochron {

/// As much of a family as was encoded. A value, never changed.
struct LatentMap {
  std::shared_ptr<const Archive> archive;  // the latents' own
  ModelFamily family;
  Grid grid;          // of the latents
  FloatRows latents;  // (models, latents), in the family's order
  PrincipalDirections directions;
  Eigen::MatrixXd scores;            // (models, directions), standard deviations
  std::vector<double> meanVelocity;  // km/s, of each model
  std::vector<double> spread;        // km/s, standard deviation over its nodes, of each model
  /// ||v - decoded|| / ||v - mean velocity||, of each model; the mean is that of the models learnt
  /// from, as in reconstructionError().
  std::vector<double> error;
  double familyError = 0.0;  // the same over all nodes of all these models
  double slowest = 0.0;      // km/s, of these models
  double fastest = 0.0;
  bool complete = false;  // all that were asked for

  std::int64_t count() const { return latents.rows(); }
};

struct MapRequest {
  std::uint64_t number = 0;
  std::shared_ptr<const Archive> archive;
  QString latentsTitle;
  QString familyTitle;
  ModelFamily family;  // without a grid of its own it is generated on the latents'
  /// Raised by the user: what there is shall do.
  std::shared_ptr<std::atomic<bool>> enough = std::make_shared<std::atomic<bool>>(false);
};

struct MapUpdate {
  std::uint64_t number = 0;
  std::int64_t done = 0;
  std::int64_t total = 0;
  double secondsLeft = -1.0;             // below 0: not known yet
  std::shared_ptr<const LatentMap> map;  // the newest; null: none yet
  QString problem;                       // a sentence; then this is the last news
  bool otherNodes = false;               // the problem: family and latents do not fit together
  bool last = false;
};

/// Encodes the family block by block and tells of it: a first map early, the whole one at the end.
/// Returns early once `stop` is raised; expected failures are told.
void makeLatentMap(const MapRequest& request, CoderCache& coders, const std::stop_token& stop,
                   const std::function<void(MapUpdate)>& tell);

/// What each latent does to the velocities, by decoding the mean with one latent moved by one
/// standard deviation either way; exact where the decoder is linear. `bounds`: of the mean, for
/// latents of relative velocities.
LatentEffects latentEffects(LatentCoder& coder, const Eigen::RowVectorXf& mean,
                            const VelocityBounds& bounds);

/// Sums for the relative reconstruction error of one model: squares lost and squares in all,
/// (km/s)^2.
struct ReconstructionSums {
  double lost = 0.0;
  double all = 0.0;
  double relative() const;
};
ReconstructionSums reconstructionSums(const Eigen::Ref<const Eigen::ArrayXf>& velocity,
                                      const Eigen::Ref<const Eigen::ArrayXf>& decoded,
                                      double meanVelocity);

}  // namespace isochron
