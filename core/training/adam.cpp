// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/adam.h"

#include <torch/utils.h>

#include <cmath>

#include "training/archive_tensors.h"

namespace isochron {

Adam::Adam(FlatParameters& parameters, const AdamOptions& options)
    : parameters_(parameters),
      options_(options),
      mean_(torch::zeros_like(parameters.values())),
      square_(torch::zeros_like(parameters.values())),
      steps_(torch::zeros({}, torch::kInt64)) {}

void Adam::step(double learningRate) {
  const torch::NoGradGuard noGradients;
  const torch::Tensor& gradient = parameters_.gradients();
  steps_ += 1;
  const auto steps = static_cast<double>(steps_.item<std::int64_t>());
  const double unbiasMean = 1.0 - std::pow(options_.beta1, steps);
  const double unbiasSquare = 1.0 - std::pow(options_.beta2, steps);
  mean_.mul_(options_.beta1).add_(gradient, 1.0 - options_.beta1);
  square_.mul_(options_.beta2).addcmul_(gradient, gradient, 1.0 - options_.beta2);
  const torch::Tensor spread =
      square_.sqrt().mul_(1.0 / std::sqrt(unbiasSquare)).add_(options_.epsilon);
  parameters_.values().addcdiv_(mean_, spread, -learningRate / unbiasMean);
}

void Adam::save(Archive& archive, const std::string& prefix) const {
  put(archive, prefix + "mean", mean_);
  put(archive, prefix + "square", square_);
  put(archive, prefix + "steps", steps_);
}

void Adam::load(const Archive& archive, const std::string& prefix) {
  restore(archive, prefix + "mean", mean_);
  restore(archive, prefix + "square", square_);
  restore(archive, prefix + "steps", steps_);
}

}  // namespace isochron
