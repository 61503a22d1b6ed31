// SPDX-License-Identifier: GPL-3.0-or-later
// Activation: the nonlinear functions between the layers of a network.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace isochron {

/// ELU (alpha 1), tanh, GELU (exact, with the error function), SiLU, softplus, sine.
enum class Activation { Elu, Tanh, Gelu, Silu, Softplus, Sine };

inline constexpr std::size_t kActivationCount = 6;
inline constexpr std::array<Activation, kActivationCount> kActivations = {
    Activation::Elu,  Activation::Tanh,     Activation::Gelu,
    Activation::Silu, Activation::Softplus, Activation::Sine};

/// "elu", "tanh", "gelu", "silu", "softplus", "sine": as presets and checkpoints name them.
std::string activationName(Activation activation);

/// The reverse of activationName. Throws Error (place "activation") for any other name.
Activation activationOf(std::string_view name);

/// f, f', f'', f''' at one point. ELU's second and third derivatives jump at 0, where the values
/// of the negative side are given.
struct ActivationValue {
  double value = 0;
  double first = 0;
  double second = 0;
  double third = 0;
};
ActivationValue activationAt(Activation activation, double z);

}  // namespace isochron
