// SPDX-License-Identifier: GPL-3.0-or-later
// MlpPairs: the paper's network, which sees coordinates, source and latent side by side.
#pragma once

#include "nn/mlp.h"
#include "nn/mlp_propagation.h"
#include "nn/pair_network.h"

namespace isochron {

/// A multilayer perceptron of x, z, the source's depth (and, with `anySource`, its x) and the
/// latent, with exact derivatives up to second order. With no latents a block is of one model.
class MlpPairs final : public PairNetwork {
 public:
  /// `config.coordinates` is set here; one output. Throws Error (place "network").
  MlpPairs(MlpConfig config, bool anySource, int threads = 1);

  const MlpConfig& config() const { return config_; }
  std::int64_t latentCount() const override { return config_.latents; }
  std::int64_t parameterCount() const override { return mlpParameterCount(config_); }
  std::vector<float> initialParameters() const override;
  int highestOrder() const override { return 2; }
  void forward(std::span<const float> parameters, std::span<const PairBlock> blocks, int order,
               bool keep) override;
  std::span<float> channel(std::size_t channel, std::size_t block, std::int64_t model) override;
  void backward(std::span<const float> parameters, std::span<float> gradient) override;

 private:
  struct Place {
    std::int64_t points = 0;
    std::int64_t first = 0;  // pair
  };
  std::int64_t modelsOf(std::span<const float> latents) const;
  void readInputs(std::span<const PairBlock> blocks);
  PropagationInputs<float> inputs(std::span<const float> parameters) const;

  MlpConfig config_;
  MlpPropagation<float> propagation_;
  std::vector<Place> places_;
  std::int64_t pairs_ = 0;
  int order_ = 0;
  std::vector<float> coordinates_;  // (pairs, coordinates)
  std::vector<float> latents_;      // (models, latents)
  std::vector<std::int64_t> modelOfPair_;
  std::vector<float> channels_;  // (1 + 2 order, pairs)
};

}  // namespace isochron
