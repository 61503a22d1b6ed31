// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/branch_trunk_field.h"

#include <algorithm>

namespace isochron {

BranchTrunkField::BranchTrunkField(const BranchTrunkConfig& config,
                                   std::span<const float> parameters, UnitPoint source,
                                   std::span<const UnitPoint> points, int threads, double aspect)
    : network_(config, threads),
      parameters_(parameters.begin(), parameters.end()),
      source_(source),
      points_(points.size()) {
  const std::vector<float> latent(static_cast<std::size_t>(config.latents));
  const PairBlock block{source, points, latent, aspect};
  network_.place({&block, 1});
  network_.readFeatures({&block, 1});
  network_.computeTrunk(parameters_, false);
  // What the trunk was made from is not needed again.
  network_.trunkRows_ = {};
  network_.features_ = {};
}

std::vector<float> BranchTrunkField::coefficients(std::span<const float> latent) {
  float* inputs = std::copy(latent.begin(), latent.end(), network_.branchInputs_.data());
  inputs[0] = static_cast<float>(source_[0]);
  inputs[1] = static_cast<float>(source_[1]);
  network_.computeBranch(parameters_, false);
  const float* row = network_.branchRows_.data();
  return {row, row + coefficientCount()};
}

void BranchTrunkField::values(std::span<const float> coefficients, std::span<float> u) {
  const PairShape& shape = network_.shape_;
  const PairHead head = network_.head(parameters_);
  const std::int64_t scratchCount = (shape.groups + shape.hidden) * kTilePoints;
  network_.scratch_.atLeast(network_.threads_ * scratchCount);
  network_.forEachTile(
      [&](std::int64_t worker, const BranchTrunk::Place& place, std::int64_t tile) {
        float* to = network_.pairs(place, 0, tile);
        network_.kernels_->forward(
            shape, network_.trunkTiles_.data() + tile * kTilePoints * shape.trunkCount(),
            coefficients.data(), head, network_.scratch_.data() + worker * scratchCount, to);
      });
  std::copy_n(network_.pairs_.data(), points_, u.begin());
}

void BranchTrunkField::linearise(std::span<const float> coefficients, std::span<float> u,
                                 std::span<float> slopes) {
  values(coefficients, u);
  const PairShape& shape = network_.shape_;
  const PairHead head = network_.head(parameters_);
  const std::int64_t scratchCount = (2 * shape.groups + shape.hidden) * kTilePoints;
  network_.scratch_.atLeast(network_.threads_ * scratchCount);
  network_.forEachTile([&](std::int64_t worker, const BranchTrunk::Place&, std::int64_t tile) {
    const auto first = static_cast<std::size_t>(tile * kTilePoints);
    const std::size_t count = std::min<std::size_t>(kTilePoints, points_ - first);
    network_.kernels_->slopes(
        shape, network_.trunkTiles_.data() + tile * kTilePoints * shape.trunkCount(),
        coefficients.data(), head, network_.scratch_.data() + worker * scratchCount);
    const float* rows = network_.scratch_.data() + worker * scratchCount;
    for (std::int64_t g = 0; g < shape.groups; ++g)
      std::copy_n(rows + g * kTilePoints, count,
                  slopes.begin() +
                      static_cast<std::ptrdiff_t>(static_cast<std::size_t>(g) * points_ + first));
  });
}

void BranchTrunkField::trunkRow(int g, int k, std::span<float> row) const {
  const PairShape& shape = network_.shape_;
  for (std::size_t first = 0; first < points_; first += kTilePoints) {
    const auto tile = static_cast<std::int64_t>(first) / kTilePoints;
    const float* from = network_.trunkTiles_.data() +
                        (tile * shape.trunkCount() + g * shape.rank + k) * kTilePoints;
    std::copy_n(from, std::min<std::size_t>(kTilePoints, points_ - first),
                row.begin() + static_cast<std::ptrdiff_t>(first));
  }
}

}  // namespace isochron
