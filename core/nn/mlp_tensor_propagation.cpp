// SPDX-License-Identifier: GPL-3.0-or-later
// Taylor mode in LibTorch's operations.
#include "nn/mlp_tensor_propagation.h"

#include <torch/types.h>

#include <cmath>

namespace isochron {

namespace {

using torch::Tensor;

std::vector<Tensor> ofElu(const Tensor& z) {
  const Tensor isLinear = z > 0;
  const Tensor e = torch::exp(torch::clamp_max(z, 0));
  const Tensor curved = torch::where(isLinear, torch::zeros_like(z), e);
  return {torch::elu(z), torch::where(isLinear, torch::ones_like(z), e), curved, curved};
}

std::vector<Tensor> ofTanh(const Tensor& z) {
  const Tensor a = torch::tanh(z);
  const Tensor first = 1 - a * a;
  return {a, first, -2 * a * first, first * (6 * a * a - 2)};
}

std::vector<Tensor> ofGelu(const Tensor& z) {
  const Tensor density = torch::exp(-0.5 * z * z) * (0.5 * M_SQRT1_2 * M_2_SQRTPI);
  const Tensor distribution = 0.5 * torch::erfc(-M_SQRT1_2 * z);
  return {z * distribution, distribution + z * density, density * (2 - z * z),
          density * z * (z * z - 4)};
}

std::vector<Tensor> ofSilu(const Tensor& z) {
  const Tensor s = torch::sigmoid(z);
  const Tensor s1 = s * (1 - s);
  const Tensor s2 = s1 * (1 - 2 * s);
  return {z * s, s + z * s1, 2 * s1 + z * s2, 3 * s2 + z * s1 * (1 - 6 * s1)};
}

std::vector<Tensor> ofSoftplus(const Tensor& z) {
  const Tensor first = torch::sigmoid(z);
  const Tensor second = first * (1 - first);
  return {torch::clamp_min(z, 0) + torch::log1p(torch::exp(-z.abs())), first, second,
          second * (1 - 2 * first)};
}

std::vector<Tensor> ofSine(const Tensor& z) {
  const Tensor sine = torch::sin(z);
  const Tensor cosine = torch::cos(z);
  return {sine, cosine, -sine, -cosine};
}

/// Adds to the gradients of one layer what all channels give: (channels, points, width) each.
void addLayerGradient(Tensor& flat, const MlpLayer& layer, const Tensor& bar, const Tensor& below) {
  const Tensor rows = bar.reshape({-1, layer.outputs});
  const Tensor weights = torch::mm(rows.t(), below.reshape({-1, below.size(-1)}));
  MlpParameters{flat}.weights(layer).narrow(1, 0, below.size(-1)).copy_(weights);
  MlpParameters{flat}.biases(layer).copy_(bar[0].sum(0));
}

}  // namespace

std::vector<Tensor> activationTensors(Activation activation, const Tensor& z, int count) {
  const auto all = [&] {
    switch (activation) {
      case Activation::Elu:
        return ofElu(z);
      case Activation::Tanh:
        return ofTanh(z);
      case Activation::Gelu:
        return ofGelu(z);
      case Activation::Silu:
        return ofSilu(z);
      case Activation::Softplus:
        return ofSoftplus(z);
      case Activation::Sine:
        return ofSine(z);
    }
    return std::vector<Tensor>{};
  }();
  return {all.begin(), all.begin() + count};
}

Tensor MlpTensorPropagation::firstLayer(const Tensor& parameters, const MlpInputs& inputs) {
  const MlpLayer& layer = layers_[0];
  const Tensor weights = MlpParameters{parameters}.weights(layer);
  const Tensor ofCoordinates = weights.narrow(1, 0, config_.coordinates);
  Tensor z = torch::matmul(seeds_, ofCoordinates.t());
  Tensor start = MlpParameters{parameters}.biases(layer).unsqueeze(0);
  if (config_.latents > 0)
    start = torch::addmm(start, inputs.latents,
                         weights.narrow(1, config_.coordinates, config_.latents).t());
  z[0] += inputs.modelOfPoint.defined() ? start.index_select(0, inputs.modelOfPoint) : start;
  return z;
}

Tensor MlpTensorPropagation::activate(const Tensor& z) const {
  const auto k = static_cast<std::int64_t>(request_.directions.size());
  const auto f = activationTensors(config_.activation, z[0], 1 + request_.order);
  Tensor a = torch::empty_like(z);
  a[0].copy_(f[0]);
  if (request_.order == 0) return a;
  const Tensor slopes = z.narrow(0, 1, k);
  a.narrow(0, 1, k).copy_(f[1] * slopes);
  if (request_.order == 2)
    a.narrow(0, 1 + k, k).copy_(f[2] * slopes * slopes + f[1] * z.narrow(0, 1 + k, k));
  return a;
}

Tensor MlpTensorPropagation::reverseActivation(const Tensor& z, const Tensor& bar) const {
  const auto k = static_cast<std::int64_t>(request_.directions.size());
  const auto f = activationTensors(config_.activation, z[0], 2 + request_.order);
  Tensor out = f[1] * bar;
  if (request_.order == 0) return out;
  const Tensor slopes = z.narrow(0, 1, k);
  out[0] += (f[2] * slopes * bar.narrow(0, 1, k)).sum(0);
  if (request_.order == 1) return out;
  const Tensor secondBar = bar.narrow(0, 1 + k, k);
  out.narrow(0, 1, k) += 2 * f[2] * slopes * secondBar;
  out[0] += ((f[3] * slopes * slopes + f[2] * z.narrow(0, 1 + k, k)) * secondBar).sum(0);
  return out;
}

MlpDerivatives MlpTensorPropagation::forward(const MlpConfig& config, const Tensor& parameters,
                                             const MlpInputs& inputs,
                                             const DerivativeRequest& request, bool keep) {
  const torch::NoGradGuard noGraph;
  config_ = config;
  request_ = request;
  layers_ = mlpLayers(config);
  const auto k = static_cast<std::int64_t>(request.directions.size());
  seeds_ = torch::zeros({channels(), inputs.coordinates.size(0), config.coordinates},
                        inputs.coordinates.options());
  seeds_[0].copy_(inputs.coordinates);
  if (request.order > 0)
    for (std::int64_t i = 0; i < k; ++i)
      seeds_[1 + i].select(1, request.directions[static_cast<std::size_t>(i)]).fill_(1);
  inputs_.clear();
  outputs_.clear();
  Tensor z = firstLayer(parameters, inputs);
  for (std::size_t l = 1; l < layers_.size(); ++l) {
    const Tensor a = activate(z);
    if (keep) {
      inputs_.push_back(z);
      outputs_.push_back(a);
    }
    z = torch::matmul(a, MlpParameters{parameters}.weights(layers_[l]).t());
    z[0] += MlpParameters{parameters}.biases(layers_[l]);
  }
  return {z[0].contiguous(), request.order > 0 ? z.narrow(0, 1, k).contiguous() : Tensor(),
          request.order > 1 ? z.narrow(0, 1 + k, k).contiguous() : Tensor()};
}

Tensor MlpTensorPropagation::gatherBars(const MlpDerivatives& bars, const Tensor& like) const {
  const auto k = static_cast<std::int64_t>(request_.directions.size());
  Tensor bar = torch::zeros({channels(), like.size(1), config_.outputs}, like.options());
  if (bars.value.defined()) bar[0].copy_(bars.value);
  if (bars.first.defined()) bar.narrow(0, 1, k).copy_(bars.first);
  if (bars.second.defined()) bar.narrow(0, 1 + k, k).copy_(bars.second);
  return bar;
}

MlpGradients MlpTensorPropagation::backward(const Tensor& parameters, const MlpInputs& inputs,
                                            const MlpDerivatives& bars, bool wantsParameters,
                                            bool wantsCoordinates, bool wantsLatents) {
  const torch::NoGradGuard noGraph;
  MlpGradients gradients;
  if (wantsParameters) gradients.parameters = torch::zeros_like(parameters);
  Tensor bar = gatherBars(bars, seeds_);
  for (std::size_t l = layers_.size() - 1; l > 0; --l) {
    if (wantsParameters) addLayerGradient(gradients.parameters, layers_[l], bar, outputs_[l - 1]);
    bar = torch::matmul(bar, MlpParameters{parameters}.weights(layers_[l]));
    bar = reverseActivation(inputs_[l - 1], bar);
  }
  if (wantsParameters) addLayerGradient(gradients.parameters, layers_[0], bar, seeds_);
  const Tensor weights = MlpParameters{parameters}.weights(layers_[0]);
  if (wantsCoordinates)
    gradients.coordinates = torch::mm(bar[0], weights.narrow(1, 0, config_.coordinates));
  if (config_.latents == 0 || !(wantsParameters || wantsLatents)) return gradients;
  Tensor startBar = bar[0].sum(0, true);
  if (inputs.modelOfPoint.defined())
    startBar = torch::zeros({inputs.latents.size(0), layers_[0].outputs}, bar.options())
                   .index_add_(0, inputs.modelOfPoint, bar[0]);
  if (wantsParameters)
    MlpParameters{gradients.parameters}
        .weights(layers_[0])
        .narrow(1, config_.coordinates, config_.latents)
        .copy_(torch::mm(startBar.t(), inputs.latents));
  if (wantsLatents)
    gradients.latents =
        torch::mm(startBar, weights.narrow(1, config_.coordinates, config_.latents));
  return gradients;
}

}  // namespace isochron
