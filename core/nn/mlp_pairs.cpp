// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/mlp_pairs.h"

#include <torch/types.h>

namespace isochron {

MlpPairs::MlpPairs(MlpConfig config, bool anySource, int threads)
    : config_(std::move(config)), propagation_(threads) {
  config_.coordinates = anySource ? 4 : 3;
  config_.outputs = 1;
  mlpLayers(config_);  // complains about what makes no sense
}

std::vector<float> MlpPairs::initialParameters() const {
  const torch::Tensor flat = isochron::initialParameters(config_).flat.detach();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

std::int64_t MlpPairs::modelsOf(std::span<const float> latents) const {
  return config_.latents == 0 ? 1 : static_cast<std::int64_t>(latents.size()) / config_.latents;
}

void MlpPairs::readInputs(std::span<const PairBlock> blocks) {
  places_.clear();
  coordinates_.clear();
  latents_.clear();
  modelOfPair_.clear();
  std::int64_t model = 0;
  for (const PairBlock& block : blocks) {
    const std::int64_t models = modelsOf(block.latents);
    places_.push_back({static_cast<std::int64_t>(block.points.size()),
                       static_cast<std::int64_t>(modelOfPair_.size())});
    for (std::int64_t m = 0; m < models; ++m, ++model)
      for (const UnitPoint& point : block.points) {
        modelOfPair_.push_back(model);
        for (const double x : {point[0], point[1], block.source[1]})
          coordinates_.push_back(static_cast<float>(x));
        if (config_.coordinates == 4) coordinates_.push_back(static_cast<float>(block.source[0]));
      }
    latents_.insert(latents_.end(), block.latents.begin(), block.latents.end());
  }
  pairs_ = static_cast<std::int64_t>(modelOfPair_.size());
}

PropagationInputs<float> MlpPairs::inputs(std::span<const float> parameters) const {
  PropagationInputs<float> inputs;
  inputs.parameters = parameters.data();
  inputs.points = pairs_;
  inputs.coordinates = coordinates_.data();
  inputs.models = modelsOf(latents_);
  inputs.latents = latents_.data();
  inputs.modelOfPoint = modelOfPair_.data();
  return inputs;
}

void MlpPairs::forward(std::span<const float> parameters, std::span<const PairBlock> blocks,
                       int order, bool keep) {
  readInputs(blocks);
  order_ = order;
  channels_.resize(static_cast<std::size_t>((1 + 2 * order) * pairs_));
  PropagationOutputs<float> outputs{channels_.data(), nullptr, nullptr};
  if (order > 0) outputs.first = channels_.data() + pairs_;
  if (order > 1) outputs.second = channels_.data() + 3 * pairs_;
  propagation_.forward(config_, order > 0 ? std::vector<int>{0, 1} : std::vector<int>{}, order,
                       keep, inputs(parameters), outputs);
}

std::span<float> MlpPairs::channel(std::size_t channel, std::size_t block, std::int64_t model) {
  const Place& place = places_[block];
  return {channels_.data() + static_cast<std::int64_t>(channel) * pairs_ + place.first +
              model * place.points,
          static_cast<std::size_t>(place.points)};
}

void MlpPairs::backward(std::span<const float> parameters, std::span<float> gradient) {
  PropagationOutputs<const float> bars{channels_.data(), nullptr, nullptr};
  if (order_ > 0) bars.first = channels_.data() + pairs_;
  if (order_ > 1) bars.second = channels_.data() + 3 * pairs_;
  propagation_.backward(inputs(parameters), bars, {gradient.data(), nullptr, nullptr});
}

}  // namespace isochron
