// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/flat_parameters.h"

#include <torch/autograd.h>

namespace isochron {
namespace {

constexpr std::int64_t kAlignment = 64;

std::int64_t paddedSize(const torch::Tensor& parameter) {
  const std::int64_t unit = kAlignment / static_cast<std::int64_t>(parameter.element_size());
  return (parameter.numel() + unit - 1) / unit * unit;
}

}  // namespace

FlatParameters::FlatParameters(const std::vector<torch::Tensor>& parameters) {
  std::int64_t size = 0;
  for (const torch::Tensor& parameter : parameters) size += paddedSize(parameter);
  values_ = torch::zeros({size}, parameters.front().detach().options());
  gradients_ = torch::zeros_like(values_);
  const torch::NoGradGuard noGradients;
  std::int64_t at = 0;
  for (torch::Tensor parameter : parameters) {
    const torch::Tensor view = values_.narrow(0, at, parameter.numel()).view_as(parameter);
    view.copy_(parameter);
    parameter.set_data(view);
    parameter.mutable_grad() = gradients_.narrow(0, at, parameter.numel()).view_as(parameter);
    at += paddedSize(parameter);
  }
}

void FlatParameters::clipGradients(double longest) {
  const torch::NoGradGuard noGradients;
  // A gradient of zero length stays as it is: the quotient is infinite, and cut to 1.
  gradients_.mul_(gradients_.norm().reciprocal_().mul_(longest).clamp_max_(1.0));
}

bool FlatParameters::areFinite() const {
  return torch::isfinite(values_.sum()).item<bool>() || torch::isfinite(values_).all().item<bool>();
}

}  // namespace isochron
