// SPDX-License-Identifier: GPL-3.0-or-later
// FlatParameters: all weights of a network as one vector.
#pragma once

#include <torch/types.h>

#include <vector>

namespace isochron {

/// Moves the values and gradients of many parameters into one vector each, of which they become
/// views: an optimiser's step, the norm of the gradient and a copy of the state are then one
/// operation. The vectors start every parameter at a multiple of 64 bytes; what lies between is 0.
class FlatParameters {
 public:
  /// All of one type and on one device, where they must stay from then on.
  explicit FlatParameters(const std::vector<torch::Tensor>& parameters);

  torch::Tensor& values() { return values_; }
  const torch::Tensor& values() const { return values_; }
  torch::Tensor& gradients() { return gradients_; }
  void zeroGradients() { gradients_.zero_(); }
  /// Scales the gradient to this length where it is longer; the device need not be waited for.
  void clipGradients(double longest);
  bool areFinite() const;

 private:
  torch::Tensor values_;
  torch::Tensor gradients_;
};

}  // namespace isochron
