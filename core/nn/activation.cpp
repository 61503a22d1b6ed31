// SPDX-License-Identifier: GPL-3.0-or-later
// Names of activations, and their values one at a time.
#include "nn/activation.h"

#include "field/error.h"
#include "nn/kernels/activation_formulas.h"

namespace isochron {

namespace {

constexpr std::array<std::string_view, kActivationCount> kNames = {"elu",  "tanh",     "gelu",
                                                                   "silu", "softplus", "sine"};

template <typename F>
ActivationValue valueOf(double z) {
  const double a = F::value(z);
  const auto d = F::derivatives(F::kCarrierIsOutput ? a : z);
  return {a, d.first, d.second, d.third};
}

}  // namespace

std::string activationName(Activation activation) {
  return std::string(kNames[static_cast<std::size_t>(activation)]);
}

Activation activationOf(std::string_view name) {
  for (Activation activation : kActivations)
    if (kNames[static_cast<std::size_t>(activation)] == name) return activation;
  throw Error("activation", "\"" + std::string(name) + "\" is not known",
              "choose elu, tanh, gelu, silu, softplus or sine");
}

ActivationValue activationAt(Activation activation, double z) {
  switch (activation) {
    case Activation::Elu:
      return valueOf<Elu>(z);
    case Activation::Tanh:
      return valueOf<Tanh>(z);
    case Activation::Gelu:
      return valueOf<Gelu>(z);
    case Activation::Silu:
      return valueOf<Silu>(z);
    case Activation::Softplus:
      return valueOf<Softplus>(z);
    case Activation::Sine:
      return valueOf<Sine>(z);
  }
  return {};
}

}  // namespace isochron
