// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/autoencoder_start.h"

#include <torch/utils.h>

#include <cmath>

namespace isochron {

void Initialiser::draw(torch::Tensor weight, torch::Tensor bias, int taps, bool pairedOut,
                       bool pairedIn, double gain) {
  const torch::NoGradGuard noGradients;
  bias.zero_();
  if (!linear_) return drawPart(weight, taps * weight.size(1), gain);
  const std::int64_t out = weight.size(0) / (pairedOut ? 2 : 1);
  const std::int64_t in = weight.size(1) / (pairedIn ? 2 : 1);
  const torch::Tensor drawn = weight.narrow(0, 0, out).narrow(1, 0, in);
  drawPart(drawn, taps * in, kLinear);
  const torch::Tensor rows = pairedIn ? torch::cat({drawn, -drawn}, 1) : drawn.clone();
  weight.copy_(pairedOut ? torch::cat({rows, -rows}, 0) : rows);
}

void Initialiser::drawPart(torch::Tensor part, std::int64_t inputs, double gain) {
  const double bound = std::sqrt(3.0 * gain / static_cast<double>(inputs));
  part.uniform_(-bound, bound, generator_);
}

}  // namespace isochron
