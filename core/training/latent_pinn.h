// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinn: a trained latentPINN: traveltimes of any model of a family, by inference alone.
#pragma once

#include <memory>
#include <vector>

#include "field/velocity_model.h"
#include "nn/branch_trunk_field.h"
#include "pinn/ansatz.h"
#include "training/family_fit.h"
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

/// Models as the network is asked for them.
struct EncodedModels {
  Grid box;                    // where sources and points lie; its nodes do not matter
  std::vector<float> inputs;   // (models, LatentPinn::inputCount())
  std::vector<Ansatz> ansatz;  // (models)

  /// Of the same box.
  void append(const EncodedModels& others);
};

/// Two places between which a traveltime is asked for, km.
struct SourceReceiver {
  Point source;
  Point receiver;
};

/// Traveltimes scale: T(a x; v(a .)) = a T and T(x; c v) = T / c. A latentPINN whose latents are of
/// velocities relative to each model's own bounds makes use of it: it answers for boxes of any
/// size, and sees beside the latents the logarithms of fastest over slowest velocity and of the
/// box's depth over its width. All others answer for the box that they were trained in.
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

  bool anyBox() const { return latents_->standardisation().relative; }
  /// The nodes that models are encoded from, in the box it was trained in.
  const Grid& grid() const { return latents_->grid(); }
  const LatentModel& latents() const { return *latents_; }
  const std::shared_ptr<const LatentModel>& sharedLatents() const { return latents_; }
  const LatentPinnConfig& config() const { return config_; }
  PairNetwork& network() { return *network_; }
  std::vector<float>& parameters() { return parameters_; }
  const std::vector<float>& parameters() const { return parameters_; }
  /// How it answered for models never learnt from; empty until its training has ended once, and in
  /// old files.
  const std::vector<HeldOutModel>& heldOut() const { return heldOut_; }
  void setHeldOut(std::vector<HeldOutModel> models) { heldOut_ = std::move(models); }
  /// Numbers of a model that the network sees.
  std::size_t inputCount() const;
  /// Of a model with these bounds, km/s; the same for all unless anyBox().
  Ansatz ansatz(const VelocityBounds& bounds) const;

  /// Velocity fields (models, nodes) at the nodes of grid(), km/s, stretched over `box`.
  EncodedModels encode(std::span<const float> velocity, const Grid& box) const;
  EncodedModels encode(std::span<const float> velocity) const { return encode(velocity, grid()); }
  /// A model of any size and any number of nodes where anyBox(), else of those of grid().
  EncodedModels encode(const VelocityModel& model) const;
  /// From rows of the latent model's own (models, latentCount()).
  EncodedModels encoded(std::span<const float> latents, std::span<const VelocityBounds> bounds,
                        const Grid& box) const;

  /// T / r at any points for one source and several models, row by row, s/km.
  std::vector<float> meanSlowness(const EncodedModels& models, Point source,
                                  std::span<const Point> points);
  /// Traveltimes at any points for one source and several models, row by row, s.
  std::vector<float> traveltimes(const EncodedModels& models, Point source,
                                 std::span<const Point> points);
  /// At all nodes of the models' box.
  std::vector<float> traveltimes(const EncodedModels& models, Point source);

  /// Between any two places of one model, s; no grid is needed. Fastest where pairs of the same
  /// source follow each other.
  std::vector<float> traveltimes(const EncodedModels& model, std::span<const SourceReceiver> pairs);

  /// For many answers from one source, and for refinement. Null for networks other than ours.
  std::unique_ptr<BranchTrunkField> field(const Grid& box, Point source,
                                          std::span<const Point> points, int threads = 1) const;

 private:
  LatentPinn(std::shared_ptr<const LatentModel> latents, LatentPinnConfig config, int threads);

  std::shared_ptr<const LatentModel> latents_;
  LatentPinnConfig config_;
  std::unique_ptr<PairNetwork> network_;
  std::vector<float> parameters_;
  std::vector<HeldOutModel> heldOut_;
};

/// Values at the nodes of a grid, row by row, as an array (nz, nx).
Array arrayOf(const Grid& grid, std::span<const float> rows);

/// Depth over width.
double aspectOf(const Grid& grid);

/// All nodes of a grid, row by row; every `stride`-th along both axes.
std::vector<Point> nodesOf(const Grid& grid, int stride = 1);

}  // namespace isochron
