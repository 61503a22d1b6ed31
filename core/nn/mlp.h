// SPDX-License-Identifier: GPL-3.0-or-later
// MlpConfig, MlpParameters: a multilayer perceptron as plain values.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "nn/activation.h"

namespace isochron {

/// How weights are drawn; biases are drawn only by FanIn and Siren, else zero.
enum class Initialisation {
  FanIn,   ///< uniform in +-1 / sqrt(fan in), biases too: torch.nn.Linear's
  Glorot,  ///< normal, variance 2 / (fan in + fan out) (Glorot and Bengio, 2010)
  Siren    ///< uniform in +-sqrt(6 / fan in), first layer +-30 / fan in (Sitzmann et al., 2020)
};

/// The shape of a network u(coordinates, latent): fully connected layers of the given widths with
/// an activation after each, then a linear layer to the outputs. The defaults are the paper's
/// network: x, z and the source's depth, 96 latents, 12 x 128 ELU, one output.
struct MlpConfig {
  int coordinates = 3;  ///< inputs that differ from point to point; at least 1
  int latents = 96;     ///< inputs that all points of a model share; may be 0
  std::vector<int> widths = std::vector<int>(12, 128);  ///< of the hidden layers; at least one
  int outputs = 1;
  Activation activation = Activation::Elu;
  Initialisation initialisation = Initialisation::FanIn;
  std::uint64_t seed = 0;  ///< of the first weights

  bool operator==(const MlpConfig&) const = default;
};

/// Where one layer's weights lie in the flat parameters: `outputs` rows of `inputs` numbers (as in
/// torch.nn.Linear; of the first layer the coordinates' columns come before the latents'), then
/// the biases.
struct MlpLayer {
  std::int64_t inputs = 0;
  std::int64_t outputs = 0;
  std::int64_t weights = 0;  ///< offset of the weights
  std::int64_t biases = 0;   ///< offset of the biases
};

/// All layers, hidden ones first, the linear one last. Throws Error (place "network") where a
/// number of the configuration is out of range.
std::vector<MlpLayer> mlpLayers(const MlpConfig& config);

/// How many weights and biases there are together.
std::int64_t mlpParameterCount(const MlpConfig& config);

/// The parameters of a network in one flat tensor, so that optimisers, checkpoints and the
/// reverse pass deal with one buffer. `flat` is the leaf that requires a gradient.
struct MlpParameters {
  torch::Tensor flat;  ///< (mlpParameterCount), contiguous

  /// Views of one layer, for inspection and for plain autograd: (outputs, inputs), (outputs).
  torch::Tensor weights(const MlpLayer& layer) const;
  torch::Tensor biases(const MlpLayer& layer) const;
};

/// The first parameters, drawn from a generator of their own (config.seed) in double precision on
/// the CPU, so that they are the same on every device and, rounded, in both precisions.
MlpParameters initialParameters(const MlpConfig& config,
                                const torch::TensorOptions& options = torch::kFloat32);

}  // namespace isochron
