// SPDX-License-Identifier: GPL-3.0-or-later
// Adam's update, fused on a CPU, in LibTorch's operations elsewhere.
#include "nn/flat_adam.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <cmath>

#include "field/error.h"
#include "nn/kernels/mlp_kernels.h"

namespace isochron {

namespace {

template <typename T>
void updateOnCpu(const FlatAdam& adam, double correction1, double correction2,
                 torch::Tensor& parameters, const torch::Tensor& gradient) {
  const AdamRates<T> rates{static_cast<T>(adam.beta1),
                           static_cast<T>(adam.beta2),
                           static_cast<T>(adam.learningRate / correction1),
                           static_cast<T>(1.0 / std::sqrt(correction2)),
                           static_cast<T>(adam.epsilon),
                           static_cast<T>(adam.weightDecay)};
  const T* g = gradient.data_ptr<T>();
  T* mean = adam.firstMoment.data_ptr<T>();
  T* square = adam.secondMoment.data_ptr<T>();
  T* values = parameters.data_ptr<T>();
  constexpr std::int64_t kGrain = 32768;
  at::parallel_for(0, parameters.numel(), kGrain, [&](std::int64_t first, std::int64_t end) {
    mlpKernels<T>().adam(rates, end - first, g + first, mean + first, square + first,
                         values + first);
  });
  // Autograd must see that the values have changed.
  parameters.unsafeGetTensorImpl()->bump_version();
}

}  // namespace

void FlatAdam::step(torch::Tensor& parameters, const torch::Tensor& gradient) {
  if (!gradient.defined() || gradient.sizes() != parameters.sizes() ||
      gradient.scalar_type() != parameters.scalar_type() || !parameters.is_contiguous())
    throw Error("optimiser", "the gradient does not fit the parameters",
                "give a gradient of the parameters' shape and type");
  const torch::NoGradGuard noGraph;
  if (!firstMoment.defined()) {
    firstMoment = torch::zeros_like(parameters).requires_grad_(false);
    secondMoment = torch::zeros_like(firstMoment);
  }
  ++steps;
  const double correction1 = 1 - std::pow(beta1, static_cast<double>(steps));
  const double correction2 = 1 - std::pow(beta2, static_cast<double>(steps));
  const torch::Tensor packed = gradient.contiguous();
  if (parameters.is_cpu() && parameters.scalar_type() == torch::kFloat32)
    return updateOnCpu<float>(*this, correction1, correction2, parameters, packed);
  if (parameters.is_cpu() && parameters.scalar_type() == torch::kFloat64)
    return updateOnCpu<double>(*this, correction1, correction2, parameters, packed);
  const torch::Tensor g = weightDecay == 0 ? packed : packed + weightDecay * parameters;
  firstMoment.mul_(beta1).add_(g, 1 - beta1);
  secondMoment.mul_(beta2).addcmul_(g, g, 1 - beta2);
  parameters.addcdiv_(firstMoment, secondMoment.sqrt().div_(std::sqrt(correction2)).add_(epsilon),
                      -learningRate / correction1);
}

}  // namespace isochron
