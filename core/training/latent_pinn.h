// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinn: a trained latentPINN: traveltimes of any model of a family, by inference alone.
#pragma once

#include <memory>
#include <vector>

#include "field/velocity_model.h"
#include "nn/branch_trunk_field.h"
#include "pinn/ansatz.h"
#include "training/latent_model.h"
#include "training/latent_pinn_config.h"

namespace isochron {

/// A copy of an archive's arrays, their names behind `prefix`, and of its metadata under `key`.
void nest(Archive& archive, const std::string& key, const Archive& inner);
/// The reverse.
Archive nested(const Archive& archive, const std::string& key);

/// Coordinates of the box to [-1, 1]^2 and derivatives back.
class UnitBox {
 public:
  explicit UnitBox(const Grid& grid)
      : middle_{grid.origin.x + 0.5 * grid.width(), grid.origin.z + 0.5 * grid.depth()},
        perX_(2.0 / grid.width()),
        perZ_(2.0 / grid.depth()) {}
  UnitPoint at(Point p) const { return {(p.x - middle_.x) * perX_, (p.z - middle_.z) * perZ_}; }
  double perX() const { return perX_; }  ///< unit lengths in a km
  double perZ() const { return perZ_; }
  Point middle() const { return middle_; }

 private:
  Point middle_;
  double perX_, perZ_;
};

class LatentPinn {
 public:
  /// Untrained. `latents` and the network's config determine all shapes; its threads share the
  /// work.
  LatentPinn(std::shared_ptr<const LatentModel> latents, const LatentPinnConfig& config)
      : LatentPinn(std::move(latents), config, config.threads) {}
  /// `threads` share the work, for 0 as many as the machine runs at once, whatever its training
  /// did. Throws Error where the archive holds none.
  explicit LatentPinn(const Archive& archive, int threads = 1);
  /// The model alone, without what training needs.
  void save(Archive& archive) const;

  const Grid& grid() const { return latents_->grid(); }
  const LatentModel& latents() const { return *latents_; }
  const std::shared_ptr<const LatentModel>& sharedLatents() const { return latents_; }
  const LatentPinnConfig& config() const { return config_; }
  const Ansatz& ansatz() const { return ansatz_; }
  PairNetwork& network() { return *network_; }
  std::vector<float>& parameters() { return parameters_; }
  const std::vector<float>& parameters() const { return parameters_; }

  /// Latents of velocity fields (models, nodes), km/s: (models, latentCount()).
  std::vector<float> encode(std::span<const float> velocity) const;

  /// T / r at any points for one source and several models, row by row, s/km.
  std::vector<float> meanSlowness(std::span<const float> latents, Point source,
                                  std::span<const Point> points);
  /// Traveltimes at any points for one source and several models, row by row, s.
  std::vector<float> traveltimes(std::span<const float> latents, Point source,
                                 std::span<const Point> points);
  /// At all nodes of the grid.
  std::vector<float> traveltimes(std::span<const float> latents, Point source);

  /// For many answers from one source, and for refinement. Null for networks other than ours.
  std::unique_ptr<BranchTrunkField> field(Point source, std::span<const Point> points,
                                          int threads = 1) const;

 private:
  LatentPinn(std::shared_ptr<const LatentModel> latents, LatentPinnConfig config, int threads);

  std::shared_ptr<const LatentModel> latents_;
  LatentPinnConfig config_;
  Ansatz ansatz_;
  std::unique_ptr<PairNetwork> network_;
  std::vector<float> parameters_;
};

/// All nodes of a grid, row by row; every `stride`-th along both axes.
std::vector<Point> nodesOf(const Grid& grid, int stride = 1);

}  // namespace isochron
