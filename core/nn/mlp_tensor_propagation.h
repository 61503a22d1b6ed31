// SPDX-License-Identifier: GPL-3.0-or-later
// MlpTensorPropagation: the sweeps of mlpDerivatives in LibTorch's operations, on any device.
#pragma once

#include <torch/types.h>

#include <vector>

#include "nn/mlp_derivatives.h"

namespace isochron {

/// Derivatives of a loss; undefined where not wanted.
struct MlpGradients {
  torch::Tensor parameters;   ///< flat
  torch::Tensor coordinates;  ///< (points, coordinates)
  torch::Tensor latents;      ///< (models, latents)
};

/// f, f', f'', f''' (as many as `count`) of every number of z.
std::vector<torch::Tensor> activationTensors(Activation activation, const torch::Tensor& z,
                                             int count);

/// Value and derivatives side by side through all layers, each product over all of them at once.
/// The same contract as MlpPropagation; keeps what the reverse sweep needs.
class MlpTensorPropagation {
 public:
  MlpDerivatives forward(const MlpConfig& config, const torch::Tensor& parameters,
                         const MlpInputs& inputs, const DerivativeRequest& request, bool keep);
  MlpGradients backward(const torch::Tensor& parameters, const MlpInputs& inputs,
                        const MlpDerivatives& bars, bool wantsParameters, bool wantsCoordinates,
                        bool wantsLatents);

 private:
  torch::Tensor firstLayer(const torch::Tensor& parameters, const MlpInputs& inputs);
  torch::Tensor activate(const torch::Tensor& z) const;
  torch::Tensor reverseActivation(const torch::Tensor& z, const torch::Tensor& bar) const;
  torch::Tensor gatherBars(const MlpDerivatives& bars, const torch::Tensor& like) const;
  std::int64_t channels() const {
    return 1 + static_cast<std::int64_t>(request_.directions.size()) * request_.order;
  }

  MlpConfig config_;
  DerivativeRequest request_;
  std::vector<MlpLayer> layers_;
  torch::Tensor seeds_;                 ///< (channels, points, coordinates)
  std::vector<torch::Tensor> inputs_;   ///< z of hidden layers: (channels, points, width)
  std::vector<torch::Tensor> outputs_;  ///< a of hidden layers
};

}  // namespace isochron
