// SPDX-License-Identifier: GPL-3.0-or-later
// The network layer by layer, differentiated by LibTorch.
#include <torch/torch.h>

#include "nn/mlp_derivatives.h"

namespace isochron {

namespace {

using torch::Tensor;

Tensor activate(Activation activation, const Tensor& z) {
  switch (activation) {
    case Activation::Elu:
      return torch::elu(z);
    case Activation::Tanh:
      return torch::tanh(z);
    case Activation::Gelu:
      return torch::gelu(z);
    case Activation::Silu:
      return torch::silu(z);
    case Activation::Softplus:
      return torch::softplus(z);
    case Activation::Sine:
      return torch::sin(z);
  }
  return {};
}

Tensor valueOf(const MlpConfig& config, const Tensor& parameters, const Tensor& x,
               const MlpInputs& inputs) {
  Tensor a = x;
  if (config.latents > 0) {
    const Tensor ofPoints = inputs.modelOfPoint.defined()
                                ? inputs.latents.index_select(0, inputs.modelOfPoint)
                                : inputs.latents.expand({x.size(0), config.latents});
    a = torch::cat({x, ofPoints}, 1);
  }
  const auto layers = mlpLayers(config);
  const MlpParameters views{parameters};
  for (std::size_t l = 0; l < layers.size(); ++l) {
    a = torch::nn::functional::linear(a, views.weights(layers[l]), views.biases(layers[l]));
    if (l + 1 < layers.size()) a = activate(config.activation, a);
  }
  return a;
}

/// d(sum over points of one column)/dx, with a graph.
Tensor gradientOf(const Tensor& column, const Tensor& x) {
  if (!column.requires_grad()) return torch::zeros_like(x);
  const Tensor gradient = torch::autograd::grad({column.sum()}, {x}, {}, true, true, true)[0];
  return gradient.defined() ? gradient : torch::zeros_like(x);
}

}  // namespace

MlpDerivatives referenceDerivatives(const MlpConfig& config, const Tensor& parameters,
                                    const MlpInputs& inputs, const DerivativeRequest& request) {
  const torch::AutoGradMode graph(true);
  const Tensor x = inputs.coordinates.requires_grad()
                       ? inputs.coordinates
                       : inputs.coordinates.detach().requires_grad_(true);
  MlpDerivatives result;
  result.value = valueOf(config, parameters, x, inputs);
  if (request.order == 0) return result;
  std::vector<Tensor> first, second;
  for (int direction : request.directions) {
    std::vector<Tensor> firstColumns, secondColumns;
    for (std::int64_t p = 0; p < config.outputs; ++p) {
      const Tensor slope = gradientOf(result.value.select(1, p), x).select(1, direction);
      firstColumns.push_back(slope);
      if (request.order > 1) secondColumns.push_back(gradientOf(slope, x).select(1, direction));
    }
    first.push_back(torch::stack(firstColumns, 1));
    if (request.order > 1) second.push_back(torch::stack(secondColumns, 1));
  }
  if (request.directions.empty()) {
    const auto none = torch::empty({0, x.size(0), config.outputs}, parameters.options());
    return {result.value, none, request.order > 1 ? none : Tensor()};
  }
  result.first = torch::stack(first);
  if (request.order > 1) result.second = torch::stack(second);
  return result;
}

}  // namespace isochron
