// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors and generators in archives.
#pragma once

#include <torch/types.h>

#include "training/archive.h"

namespace isochron {

/// A copy of the tensor (float32, float64, int64 or uint8, on any device) under that name.
void put(Archive& archive, const std::string& name, const torch::Tensor& tensor);

/// A copy on the CPU. Throws Error where there is none of that name.
torch::Tensor tensorOf(const Archive& archive, const std::string& name);

/// Copies the array into `target`, on its device. Throws Error where the shapes differ.
void restore(const Archive& archive, const std::string& name, torch::Tensor& target);

/// A generator of random numbers that nobody else draws from, on the CPU: networks on every device
/// get the same numbers.
torch::Generator makeGenerator(std::uint64_t seed);
void put(Archive& archive, const std::string& name, const torch::Generator& generator);
void restore(const Archive& archive, const std::string& name, torch::Generator& generator);

}  // namespace isochron
