// SPDX-License-Identifier: GPL-3.0-or-later
// Initialiser: the weights that an autoencoder begins with.
#pragma once

#include <torch/types.h>

namespace isochron {

/// Draws one layer after the other from `generator`, which must outlive it: uniform, with the
/// variance that keeps a signal's size (He et al., 2015); biases are zero.
///
/// A linear start draws half of the channels and appends their opposites, which the next layer
/// reads with opposite weights: gelu(a) - gelu(-a) = a.
class Initialiser {
 public:
  /// Gains that keep a signal's variance: after GELU about half of it is left.
  static constexpr double kGelu = 2.0;
  static constexpr double kLinear = 1.0;

  Initialiser(bool linear, torch::Generator& generator) : linear_(linear), generator_(generator) {}

  /// `weight` is (out, in, ...), a view at will; `taps` is how many numbers of one channel make one
  /// output. `paired...`: those channels are pairs where the start is linear; their number is even.
  /// `gain` is of the nonlinearity that follows.
  void draw(torch::Tensor weight, torch::Tensor bias, int taps, bool pairedOut, bool pairedIn,
            double gain);

 private:
  void drawPart(torch::Tensor part, std::int64_t inputs, double gain);

  bool linear_;
  torch::Generator& generator_;
};

}  // namespace isochron
