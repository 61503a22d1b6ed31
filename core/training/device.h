// SPDX-License-Identifier: GPL-3.0-or-later
// Devices and threads: where a stage computes.
#pragma once

#include <torch/types.h>

#include <string>

namespace isochron {

/// "cpu", "cuda:0". Throws Error for others, and for a device that this machine or this LibTorch
/// lacks.
torch::Device deviceOf(const std::string& name);

/// How many threads LibTorch and the linear algebra below it use from now on; 0 as many as the
/// machine runs at once.
void useThreads(int threads);

}  // namespace isochron
