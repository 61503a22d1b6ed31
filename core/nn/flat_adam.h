// SPDX-License-Identifier: GPL-3.0-or-later
// FlatAdam: Adam on one flat buffer of parameters, in one pass over memory.
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace isochron {

/// Adam (Kingma and Ba, 2015, algorithm 1, with bias correction), as torch::optim::Adam without
/// AMSGrad. A value: it can be copied, stored and restored, and continues bit for bit.
struct FlatAdam {
  double learningRate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weightDecay = 0;  ///< added to the gradient: decay * parameters

  std::int64_t steps = 0;     ///< done so far
  torch::Tensor firstMoment;  ///< undefined before the first step
  torch::Tensor secondMoment;

  /// One step of `parameters` against `gradient`, both contiguous float32 or float64 of equal
  /// shape. On a CPU the parameters are shared among LibTorch's threads, whose number does not
  /// change the result. Throws Error (place "optimiser") where they do not fit.
  void step(torch::Tensor& parameters, const torch::Tensor& gradient);
};

}  // namespace isochron
