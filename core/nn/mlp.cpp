// SPDX-License-Identifier: GPL-3.0-or-later
// The layout of a network's parameters, and their first values.
#include "nn/mlp.h"

#include <cmath>

#include "field/error.h"
#include "generators/random_stream.h"

namespace isochron {

namespace {

constexpr int kWidest = 1 << 16;

void checkSize(const char* what, int size, int least) {
  if (size < least || size > kWidest)
    throw Error("network", std::string(what) + " cannot be " + std::to_string(size),
                "give a number from " + std::to_string(least) + " to " + std::to_string(kWidest));
}

void drawNormal(RandomStream& stream, double deviation, double* to, std::int64_t count) {
  for (std::int64_t i = 0; i < count; i += 2) {
    const auto [first, second] = stream.normalPair();
    to[i] = deviation * first;
    if (i + 1 < count) to[i + 1] = deviation * second;
  }
}

void drawUniform(RandomStream& stream, double bound, double* to, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) to[i] = stream.uniform(-bound, bound);
}

void drawLayer(const MlpLayer& layer, Initialisation initialisation, bool isFirst,
               RandomStream& stream, double* flat) {
  const std::int64_t count = layer.inputs * layer.outputs;
  const double fanIn = static_cast<double>(layer.inputs);
  double* weights = flat + layer.weights;
  double* biases = flat + layer.biases;
  if (initialisation == Initialisation::Glorot) {
    const double fans = fanIn + static_cast<double>(layer.outputs);
    drawNormal(stream, std::sqrt(2.0 / fans), weights, count);
    return;
  }
  const double fanInBound = 1.0 / std::sqrt(fanIn);
  const double siren = isFirst ? 30.0 / fanIn : std::sqrt(6.0 / fanIn);
  drawUniform(stream, initialisation == Initialisation::Siren ? siren : fanInBound, weights, count);
  drawUniform(stream, fanInBound, biases, layer.outputs);
}

}  // namespace

std::vector<MlpLayer> mlpLayers(const MlpConfig& config) {
  checkSize("the number of coordinates", config.coordinates, 1);
  checkSize("the number of latents", config.latents, 0);
  checkSize("the number of outputs", config.outputs, 1);
  if (config.widths.empty())
    throw Error("network", "there is no hidden layer", "give at least one width");
  std::vector<MlpLayer> layers;
  std::int64_t inputs = config.coordinates + config.latents;
  std::int64_t offset = 0;
  const auto add = [&](std::int64_t outputs) {
    layers.push_back({inputs, outputs, offset, offset + inputs * outputs});
    offset += (inputs + 1) * outputs;
    inputs = outputs;
  };
  for (int width : config.widths) {
    checkSize("a layer's width", width, 1);
    add(width);
  }
  add(config.outputs);
  return layers;
}

std::int64_t mlpParameterCount(const MlpConfig& config) {
  const MlpLayer last = mlpLayers(config).back();
  return last.biases + last.outputs;
}

torch::Tensor MlpParameters::weights(const MlpLayer& layer) const {
  return flat.slice(0, layer.weights, layer.biases).view({layer.outputs, layer.inputs});
}

torch::Tensor MlpParameters::biases(const MlpLayer& layer) const {
  return flat.slice(0, layer.biases, layer.biases + layer.outputs);
}

MlpParameters initialParameters(const MlpConfig& config, const torch::TensorOptions& options) {
  const auto layers = mlpLayers(config);
  torch::Tensor drawn = torch::zeros({mlpParameterCount(config)}, torch::kFloat64);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    RandomStream stream(seedOf(config.seed, static_cast<std::int64_t>(l)));
    drawLayer(layers[l], config.initialisation, l == 0, stream, drawn.data_ptr<double>());
  }
  return {drawn.to(options).requires_grad_(true)};
}

}  // namespace isochron
