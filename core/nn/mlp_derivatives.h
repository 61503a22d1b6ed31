// SPDX-License-Identifier: GPL-3.0-or-later
// mlpDerivatives: a network's value with its derivatives by inputs, differentiable by weights.
#pragma once

#include <torch/types.h>

#include <memory>
#include <vector>

#include "nn/mlp.h"

namespace isochron {

/// What a network is asked at. All floating-point tensors have the parameters' type and device.
struct MlpInputs {
  torch::Tensor coordinates;  ///< (points, config.coordinates)
  /// (models, config.latents); undefined where the network has no latents. What the first layer
  /// makes of a latent is computed once per model, however many points it has.
  torch::Tensor latents;
  /// (points), int64: the row of `latents` for each point. May be undefined with one model.
  torch::Tensor modelOfPoint;
};

/// Which derivatives are wanted: by the coordinates in these columns (distinct, at most
/// kMostDirections), up to this order (0, 1, or 2: pure second derivatives, not mixed ones).
struct DerivativeRequest {
  std::vector<int> directions;
  int order = 0;
};
inline constexpr std::size_t kMostDirections = 4;

struct MlpDerivatives {
  torch::Tensor value;   ///< (points, outputs)
  torch::Tensor first;   ///< (directions, points, outputs); undefined at order 0
  torch::Tensor second;  ///< the same shape; undefined below order 2
};

/// Memory for propagation through networks, reused from step to step and grown when needed, and
/// the number of threads that share the points. Results depend on that number (the order of sums)
/// but on nothing else, to the last bit. A workspace serves one thread at a time, and remembers
/// one call of mlpDerivatives for its reverse pass.
class MlpWorkspace {
 public:
  /// `threads` 0: as many as LibTorch uses when the workspace is made.
  explicit MlpWorkspace(int threads = 0);
  ~MlpWorkspace();
  MlpWorkspace(MlpWorkspace&&) noexcept;
  MlpWorkspace& operator=(MlpWorkspace&&) noexcept;

  int threads() const;

  struct State;
  const std::shared_ptr<State>& state() const { return state_; }

 private:
  std::shared_ptr<State> state_;
};

/// Value and derivatives in one sweep, as one node of autograd with a hand-written reverse pass
/// to parameters, coordinates and latents, whichever require a gradient. On a CPU:
/// - one output and order 1: the adjoint sweep u -> du/dinputs, and its own reverse pass: six
///   matrix products a layer, whatever the number of directions;
/// - else: value, first and second derivatives side by side through all layers (Taylor mode).
/// On other devices Taylor mode in LibTorch's operations.
/// The reverse pass runs once, before the workspace is used again, and cannot itself be
/// differentiated; either misuse throws std::logic_error. Throws Error (place "network") where
/// shapes or types do not fit.
MlpDerivatives mlpDerivatives(const MlpConfig& config, const torch::Tensor& parameters,
                              const MlpInputs& inputs, const DerivativeRequest& request,
                              MlpWorkspace& workspace);

/// The value alone, without a graph: (points, outputs). For whole fields; keeps no layer.
torch::Tensor mlpEvaluate(const MlpConfig& config, const torch::Tensor& parameters,
                          const MlpInputs& inputs, MlpWorkspace& workspace);

/// The same network and derivatives by plain double autograd, layer by layer: slow, and
/// differentiable any number of times. What mlpDerivatives is tested against.
MlpDerivatives referenceDerivatives(const MlpConfig& config, const torch::Tensor& parameters,
                                    const MlpInputs& inputs, const DerivativeRequest& request);

}  // namespace isochron
