// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/adam.h"

#include "training/archive_tensors.h"

namespace isochron {

Adam::Adam(FlatParameters& parameters, const AdamOptions& options) : parameters_(parameters) {
  adam_.beta1 = options.beta1;
  adam_.beta2 = options.beta2;
  adam_.epsilon = options.epsilon;
  // There from the start, so that a state can be saved before the first step.
  adam_.firstMoment = torch::zeros_like(parameters.values());
  adam_.secondMoment = torch::zeros_like(parameters.values());
}

void Adam::step(double learningRate) {
  adam_.learningRate = learningRate;
  adam_.step(parameters_.values(), parameters_.gradients());
}

void Adam::save(Archive& archive, const std::string& prefix) const {
  put(archive, prefix + "mean", adam_.firstMoment);
  put(archive, prefix + "square", adam_.secondMoment);
  put(archive, prefix + "steps", torch::tensor(adam_.steps));
}

void Adam::load(const Archive& archive, const std::string& prefix) {
  torch::Tensor steps = torch::tensor(adam_.steps);
  restore(archive, prefix + "mean", adam_.firstMoment);
  restore(archive, prefix + "square", adam_.secondMoment);
  restore(archive, prefix + "steps", steps);
  adam_.steps = steps.item<std::int64_t>();
}

}  // namespace isochron
