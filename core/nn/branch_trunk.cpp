// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/branch_trunk.h"

#include <ATen/Parallel.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "field/error.h"

namespace isochron {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstMatrix = Eigen::Map<const Matrix>;

constexpr int kFeatures = 10, kFeaturesOfAnyAspect = 13;
constexpr int kSourceInputs = 2;

/// Position, source, offset from it, distance, its root, and direction: all that a traveltime
/// depends on besides the model, none of it singular.
std::array<float, kFeatures> featuresOf(UnitPoint point, UnitPoint source) {
  constexpr double kSoftness = 1e-4;
  const double dx = point[0] - source[0], dz = point[1] - source[1];
  const double r = std::sqrt(dx * dx + dz * dz + kSoftness);
  const std::array<double, kFeatures> features = {
      point[0], point[1], source[0], source[1], dx, dz, r, dx / r, dz / r, std::sqrt(r)};
  std::array<float, kFeatures> rounded{};
  std::transform(features.begin(), features.end(), rounded.begin(),
                 [](double f) { return static_cast<float>(f); });
  return rounded;
}

/// The same for a box of any shape: offset, distance and direction are those of the true box, of
/// which an area of four is made; the aspect itself; and the offset in the unit box.
std::array<float, kFeaturesOfAnyAspect> featuresOf(UnitPoint point, UnitPoint source,
                                                   double aspect) {
  constexpr double kSoftness = 1e-4;
  const double ux = point[0] - source[0], uz = point[1] - source[1];
  const double dx = ux / std::sqrt(aspect), dz = uz * std::sqrt(aspect);
  const double r = std::sqrt(dx * dx + dz * dz + kSoftness);
  const std::array<double, kFeaturesOfAnyAspect> features = {
      point[0], point[1], source[0],    source[1],        dx, dz, r,
      dx / r,   dz / r,   std::sqrt(r), std::log(aspect), ux, uz};
  std::array<float, kFeaturesOfAnyAspect> rounded{};
  std::transform(features.begin(), features.end(), rounded.begin(),
                 [](double f) { return static_cast<float>(f); });
  return rounded;
}

PairShape checkedShape(const BranchTrunkConfig& config) {
  if (config.groups < 4 || config.groups % 4 != 0 || config.hidden < 4 || config.hidden % 4 != 0)
    throw Error("network", "groups and hidden must be multiples of 4", "choose 32 for both");
  if (config.rank < 1 || config.latents < 1)
    throw Error("network", "rank and latents must be at least 1", "choose 16 and 96");
  return {config.groups, config.rank, config.hidden};
}

MlpConfig mlpOf(int inputs, const std::vector<int>& widths, std::int64_t outputs,
                Activation activation, std::uint64_t seed) {
  MlpConfig mlp;
  mlp.coordinates = inputs;
  mlp.latents = 0;
  mlp.widths = widths;
  mlp.outputs = static_cast<int>(outputs);
  mlp.activation = activation;
  mlp.seed = seed;
  return mlp;
}

/// to (columns, rows) = transposed from (rows, columns), block by block for the cache.
void transpose(std::int64_t rows, std::int64_t columns, const float* from, float* to) {
  constexpr std::int64_t kBlock = 16;
  for (std::int64_t j = 0; j < columns; j += kBlock)
    for (std::int64_t i = 0; i < rows; i += kBlock)
      for (std::int64_t c = j; c < std::min(j + kBlock, columns); ++c)
        for (std::int64_t r = i; r < std::min(i + kBlock, rows); ++r)
          to[c * rows + r] = from[r * columns + c];
}

}  // namespace

BranchTrunk::BranchTrunk(const BranchTrunkConfig& config, int threads)
    : config_(config),
      threads_(std::max(threads, 1)),
      shape_(checkedShape(config)),
      kernels_(&pairKernels()),
      trunkConfig_(mlpOf(config.anyAspect ? kFeaturesOfAnyAspect : kFeatures, config.trunkWidths,
                         shape_.trunkCount(), config.activation, config.seed)),
      branchConfig_(mlpOf(config.latents + kSourceInputs, config.branchWidths, shape_.branchCount(),
                          config.activation, config.seed + 1)),
      branchOffset_(mlpParameterCount(trunkConfig_)),
      skipOffset_(branchOffset_ + mlpParameterCount(branchConfig_)),
      headOffset_(skipOffset_ + shape_.branchCount() * branchConfig_.coordinates),
      trunk_(threads_),
      branch_(threads_) {}

std::vector<float> BranchTrunk::initialParameters() const {
  std::vector<float> all;
  const auto append = [&](const MlpConfig& config) {
    const torch::Tensor flat = isochron::initialParameters(config).flat.detach();
    all.insert(all.end(), flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  };
  append(trunkConfig_);
  append(branchConfig_);
  // The skip is a layer without hidden ones; the head two layers, as an MLP lays them out.
  const auto count = static_cast<std::size_t>(shape_.branchCount() * branchConfig_.coordinates);
  const torch::Tensor skip =
      isochron::initialParameters(mlpOf(branchConfig_.coordinates,
                                        {static_cast<int>(shape_.branchCount())}, 1,
                                        config_.activation, config_.seed + 2))
          .flat.detach();
  all.insert(all.end(), skip.data_ptr<float>(), skip.data_ptr<float>() + count);
  append(mlpOf(config_.groups, {config_.hidden}, 1, Activation::Tanh, config_.seed + 3));
  return all;
}

void BranchTrunk::place(std::span<const PairBlock> blocks) {
  places_.clear();
  tiles_ = models_ = 0;
  std::int64_t pairs = 0;
  for (const PairBlock& block : blocks) {
    Place place;
    place.points = static_cast<std::int64_t>(block.points.size());
    place.models = static_cast<std::int64_t>(block.latents.size()) / config_.latents;
    place.firstTile = tiles_;
    place.tiles = (place.points + kTilePoints - 1) / kTilePoints;
    place.firstModel = models_;
    place.firstPair = pairs;
    tiles_ += place.tiles;
    models_ += place.models;
    pairs += place.models * place.tiles * kTilePoints;
    places_.push_back(place);
  }
  pairs_.atLeast(pairs);
}

void BranchTrunk::readFeatures(std::span<const PairBlock> blocks) {
  float* features = features_.atLeast(tiles_ * kTilePoints * featureCount());
  float* inputs = branchInputs_.atLeast(models_ * branchConfig_.coordinates);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const PairBlock& block = blocks[b];
    const Place& place = places_[b];
    for (std::int64_t i = 0; i < place.tiles * kTilePoints; ++i) {
      // What fills the last tile repeats the last point.
      const std::int64_t point = std::min(i, place.points - 1);
      const UnitPoint& at = block.points[static_cast<std::size_t>(point)];
      writeFeatures(at, block.source, block.aspect,
                    features + (place.firstTile * kTilePoints + i) * featureCount());
    }
    const auto width = static_cast<std::size_t>(config_.latents);
    for (std::int64_t m = 0; m < place.models; ++m)
      writeInputs(block.latents.subspan(static_cast<std::size_t>(m) * width, width), block.source,
                  inputs + (place.firstModel + m) * branchConfig_.coordinates);
  }
}

void BranchTrunk::writeFeatures(UnitPoint point, UnitPoint source, double aspect, float* to) const {
  if (config_.anyAspect)
    std::ranges::copy(featuresOf(point, source, aspect), to);
  else
    std::ranges::copy(featuresOf(point, source), to);
}

void BranchTrunk::writeInputs(std::span<const float> latent, UnitPoint source, float* to) {
  to = std::ranges::copy(latent, to).out;
  to[0] = static_cast<float>(source[0]);
  to[1] = static_cast<float>(source[1]);
}

PropagationInputs<float> BranchTrunk::trunkInputs(std::span<const float> parameters) const {
  PropagationInputs<float> inputs;
  inputs.parameters = parameters.data();
  inputs.points = tiles_ * kTilePoints;
  inputs.coordinates = features_.data();
  return inputs;
}

PropagationInputs<float> BranchTrunk::branchInputs(std::span<const float> parameters) const {
  PropagationInputs<float> inputs;
  inputs.parameters = parameters.data() + branchOffset_;
  inputs.points = models_;
  inputs.coordinates = branchInputs_.data();
  return inputs;
}

void BranchTrunk::computeTrunk(std::span<const float> parameters, bool keep) {
  const std::int64_t count = shape_.trunkCount();
  PropagationOutputs<float> outputs;
  outputs.value = trunkRows_.atLeast(tiles_ * kTilePoints * count);
  trunk_.forward(trunkConfig_, {}, 0, keep, trunkInputs(parameters), outputs);
  float* tiles = trunkTiles_.atLeast(tiles_ * kTilePoints * count);
  at::parallel_for(0, tiles_, 1, [&](std::int64_t first, std::int64_t end) {
    for (std::int64_t tile = first; tile < end; ++tile)
      transpose(kTilePoints, count, outputs.value + tile * kTilePoints * count,
                tiles + tile * kTilePoints * count);
  });
}

void BranchTrunk::computeBranch(std::span<const float> parameters, bool keep) {
  const std::int64_t count = shape_.branchCount(), inputs = branchConfig_.coordinates;
  PropagationOutputs<float> outputs;
  outputs.value = branchRows_.atLeast(models_ * count);
  branch_.forward(branchConfig_, {}, 0, keep, branchInputs(parameters), outputs);
  Eigen::Map<Matrix>(outputs.value, models_, count).noalias() +=
      ConstMatrix(branchInputs_.data(), models_, inputs) *
      ConstMatrix(parameters.data() + skipOffset_, count, inputs).transpose();
  // Sums of `rank` products keep the size of one.
  const float scale = 1.0f / std::sqrt(static_cast<float>(config_.rank));
  std::for_each_n(outputs.value, models_ * count, [scale](float& b) { b *= scale; });
}

void BranchTrunk::forEachTile(const TileWork& work) const {
  const std::int64_t each = (tiles_ + threads_ - 1) / threads_;
  at::parallel_for(0, threads_, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t w = begin; w < end; ++w)
      for (const Place& place : places_) {
        const std::int64_t first = std::max(w * each, place.firstTile);
        const std::int64_t last = std::min((w + 1) * each, place.firstTile + place.tiles);
        for (std::int64_t tile = first; tile < last; ++tile) work(w, place, tile);
      }
  });
}

void BranchTrunk::forward(std::span<const float> parameters, std::span<const PairBlock> blocks,
                          int order, bool keep) {
  if (order != 0) throw std::logic_error("a branch-trunk network has no exact derivatives");
  place(blocks);
  readFeatures(blocks);
  computeTrunk(parameters, keep);
  computeBranch(parameters, keep);
  const PairHead ownHead = head(parameters);
  const std::int64_t scratchCount = (shape_.groups + shape_.hidden) * kTilePoints;
  scratch_.atLeast(threads_ * scratchCount);
  forEachTile([&](std::int64_t worker, const Place& place, std::int64_t tile) {
    const float* trunk = trunkTiles_.data() + tile * kTilePoints * shape_.trunkCount();
    for (std::int64_t m = 0; m < place.models; ++m)
      kernels_->forward(shape_, trunk,
                        branchRows_.data() + (place.firstModel + m) * shape_.branchCount(), ownHead,
                        scratch_.data() + worker * scratchCount, pairs(place, m, tile));
  });
}

void BranchTrunk::forward(std::span<const float> parameters, const ManySources& asked,
                          std::span<float> u) {
  if (asked.points.empty()) return;
  const auto points = static_cast<std::int64_t>(asked.points.size());
  tiles_ = (points + kTilePoints - 1) / kTilePoints;
  models_ = std::ssize(asked.sources);
  places_ = {{points, models_, 0, tiles_, 0, 0}};
  float* features = features_.atLeast(tiles_ * kTilePoints * featureCount());
  // What fills the last tile repeats the last point.
  for (std::int64_t i = 0; i < tiles_ * kTilePoints; ++i) {
    const auto point = static_cast<std::size_t>(std::min(i, points - 1));
    writeFeatures(asked.points[point], asked.sources[asked.sourceOf[point]], asked.aspect,
                  features + i * featureCount());
  }
  float* inputs = branchInputs_.atLeast(models_ * branchConfig_.coordinates);
  for (std::int64_t m = 0; m < models_; ++m)
    writeInputs(asked.latent, asked.sources[static_cast<std::size_t>(m)],
                inputs + m * branchConfig_.coordinates);
  computeTrunk(parameters, false);
  computeBranch(parameters, false);
  const PairHead ownHead = head(parameters);
  const std::int64_t scratchCount = (shape_.groups + shape_.hidden) * kTilePoints;
  scratch_.atLeast(threads_ * scratchCount);
  forEachTile([&](std::int64_t worker, const Place&, std::int64_t tile) {
    std::array<float, kTilePoints> values{};
    const std::int64_t first = tile * kTilePoints, last = std::min(first + kTilePoints, points);
    // One sweep for all points of a tile that follow each other with the same source.
    std::size_t swept = asked.sources.size();
    for (std::int64_t i = first; i < last; ++i) {
      const std::size_t source = asked.sourceOf[static_cast<std::size_t>(i)];
      if (source != swept)
        kernels_->forward(
            shape_, trunkTiles_.data() + first * shape_.trunkCount(),
            branchRows_.data() + static_cast<std::int64_t>(source) * shape_.branchCount(), ownHead,
            scratch_.data() + worker * scratchCount, values.data());
      swept = source;
      u[static_cast<std::size_t>(i)] = values[static_cast<std::size_t>(i - first)];
    }
  });
}

std::span<float> BranchTrunk::channel(std::size_t, std::size_t block, std::int64_t model) {
  const Place& place = places_[block];
  return {pairs(place, model, place.firstTile), static_cast<std::size_t>(place.points)};
}

void BranchTrunk::backward(std::span<const float> parameters, std::span<float> gradient) {
  const std::int64_t trunkCount = shape_.trunkCount(), branchCount = shape_.branchCount();
  const std::int64_t headCount = shape_.headCount() * kernels_->lanes;
  const std::int64_t scratchCount = (2 * shape_.groups + shape_.hidden) * kTilePoints;
  const std::int64_t inputs = branchConfig_.coordinates;
  const PairHead ownHead = head(parameters);
  scratch_.atLeast(threads_ * scratchCount);
  std::fill_n(trunkBars_.atLeast(tiles_ * kTilePoints * trunkCount),
              tiles_ * kTilePoints * trunkCount, 0.0f);
  std::fill_n(branchBars_.atLeast(threads_ * models_ * branchCount),
              threads_ * models_ * branchCount, 0.0f);
  std::fill_n(headBars_.atLeast(threads_ * headCount), threads_ * headCount, 0.0f);
  for (const Place& place : places_)
    for (std::int64_t m = 0; m < place.models; ++m) {
      float* row = pairs(place, m, place.firstTile);
      std::fill(row + place.points, row + place.tiles * kTilePoints, 0.0f);
    }
  forEachTile([&](std::int64_t worker, const Place& place, std::int64_t tile) {
    const std::int64_t at = tile * kTilePoints * trunkCount;
    for (std::int64_t m = 0; m < place.models; ++m) {
      const std::int64_t model = place.firstModel + m;
      kernels_->backward(shape_, trunkTiles_.data() + at, branchRows_.data() + model * branchCount,
                         ownHead, pairs(place, m, tile), scratch_.data() + worker * scratchCount,
                         trunkBars_.data() + at,
                         branchBars_.data() + (worker * models_ + model) * branchCount,
                         headBars_.data() + worker * headCount);
    }
    transpose(trunkCount, kTilePoints, trunkBars_.data() + at, trunkRows_.data() + at);
  });

  PropagationOutputs<const float> bars;
  bars.value = trunkRows_.data();
  trunk_.backward(trunkInputs(parameters), bars, {gradient.data(), nullptr, nullptr});

  Eigen::Map<Matrix> branchBars(branchBars_.data(), models_, branchCount);
  for (int w = 1; w < threads_; ++w)
    branchBars += ConstMatrix(branchBars_.data() + w * models_ * branchCount, models_, branchCount);
  branchBars *= 1.0f / std::sqrt(static_cast<float>(config_.rank));
  bars.value = branchBars_.data();
  branch_.backward(branchInputs(parameters), bars,
                   {gradient.data() + branchOffset_, nullptr, nullptr});
  Eigen::Map<Matrix>(gradient.data() + skipOffset_, branchCount, inputs).noalias() =
      branchBars.transpose() * ConstMatrix(branchInputs_.data(), models_, inputs);

  const Matrix headBars = ConstMatrix(headBars_.data(), threads_, headCount).colwise().sum();
  Eigen::Map<Eigen::VectorXf>(gradient.data() + headOffset_, shape_.headCount()) =
      ConstMatrix(headBars.data(), shape_.headCount(), kernels_->lanes).rowwise().sum();
}

}  // namespace isochron
