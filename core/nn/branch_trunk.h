// SPDX-License-Identifier: GPL-3.0-or-later
// BranchTrunk: a network over pairs of a model and a point that shares what both have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "nn/kernels/pair_kernels.h"
#include "nn/mlp.h"
#include "nn/mlp_propagation.h"
#include "nn/pair_network.h"

namespace isochron {

struct BranchTrunkConfig {
  int latents = 96;
  int groups = 32;  ///< sums of products that the head mixes; a multiple of 4
  int rank = 8;     ///< products in each
  int hidden = 32;  ///< width of the head's hidden layer; a multiple of 4
  std::vector<int> trunkWidths = {192, 192, 192};
  std::vector<int> branchWidths = {384, 384};
  Activation activation = Activation::Tanh;  ///< of branch and trunk; the head's is tanh
  bool anyAspect = false;  ///< the trunk sees the block's aspect, and distances in the true box
  std::uint64_t seed = 0;  ///< of the first weights

  bool operator==(const BranchTrunkConfig&) const = default;
};

/// u(point, source, latent). A trunk sees point and source, a branch sees latent and source, and
/// beside its layers has a linear path; what becomes of their products is told at PairShape.
/// A trunk's work is shared by all models, a branch's by all points: this is what makes a pair
/// cheap (DeepONet: Lu et al., Nat. Mach. Intell. 3, 2021; with a nonlinear head: NOMAD, Seidman
/// et al., NeurIPS 2022).
class BranchTrunk final : public PairNetwork {
 public:
  /// `threads` share the work. Throws Error (place "network") where a number is out of range.
  explicit BranchTrunk(const BranchTrunkConfig& config, int threads = 1);

  const BranchTrunkConfig& config() const { return config_; }
  std::int64_t latentCount() const override { return config_.latents; }
  std::int64_t parameterCount() const override { return headOffset_ + shape_.headCount(); }
  std::vector<float> initialParameters() const override;
  int highestOrder() const override { return 0; }
  void forward(std::span<const float> parameters, std::span<const PairBlock> blocks, int order,
               bool keep) override;
  /// The trunk sees all points in one sweep, the branch all sources.
  void forward(std::span<const float> parameters, const ManySources& asked,
               std::span<float> u) override;
  std::span<float> channel(std::size_t channel, std::size_t block, std::int64_t model) override;
  void backward(std::span<const float> parameters, std::span<float> gradient) override;

 private:
  friend class BranchTrunkField;

  /// Where a block's points, models and pairs lie among all.
  struct Place {
    std::int64_t points = 0;
    std::int64_t models = 0;
    std::int64_t firstTile = 0;
    std::int64_t tiles = 0;
    std::int64_t firstModel = 0;
    std::int64_t firstPair = 0;  ///< in pairs_, of `models` rows of tiles * kTilePoints
  };

  int featureCount() const { return trunkConfig_.coordinates; }
  PairHead head(std::span<const float> parameters) const {
    return pairHead(shape_, parameters.data() + headOffset_);
  }
  void place(std::span<const PairBlock> blocks);
  void readFeatures(std::span<const PairBlock> blocks);
  void writeFeatures(UnitPoint point, UnitPoint source, double aspect, float* to) const;
  static void writeInputs(std::span<const float> latent, UnitPoint source, float* to);
  void computeTrunk(std::span<const float> parameters, bool keep);
  void computeBranch(std::span<const float> parameters, bool keep);
  /// Calls work(worker, place, tile) for all tiles, each worker a range of them.
  using TileWork = std::function<void(std::int64_t, const Place&, std::int64_t)>;
  void forEachTile(const TileWork& work) const;
  float* pairs(const Place& place, std::int64_t model, std::int64_t tile) {
    return pairs_.data() + place.firstPair +
           (model * place.tiles + tile - place.firstTile) * kTilePoints;
  }
  PropagationInputs<float> trunkInputs(std::span<const float> parameters) const;
  PropagationInputs<float> branchInputs(std::span<const float> parameters) const;

  BranchTrunkConfig config_;
  int threads_;
  PairShape shape_;
  const PairKernels* kernels_;
  MlpConfig trunkConfig_, branchConfig_;
  std::int64_t branchOffset_, skipOffset_, headOffset_;  // in the parameters; the trunk's are first
  MlpPropagation<float> trunk_, branch_;

  std::vector<Place> places_;
  std::int64_t tiles_ = 0;
  std::int64_t models_ = 0;
  NumberBuffer<float> features_;      // (tiles * kTilePoints, features)
  NumberBuffer<float> branchInputs_;  // (models, latents + 2)
  NumberBuffer<float> trunkRows_;     // (tiles * kTilePoints, trunkCount)
  NumberBuffer<float> trunkTiles_;    // (tiles, trunkCount, kTilePoints)
  NumberBuffer<float> branchRows_;    // (models, branchCount)
  NumberBuffer<float> pairs_;
  NumberBuffer<float> scratch_, trunkBars_, branchBars_, headBars_;
};

}  // namespace isochron
