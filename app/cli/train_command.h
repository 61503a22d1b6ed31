// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train: learns the latents of a family of models.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addTrainCommand(CLI::App& program, std::stop_token stop);

}  // namespace isochron::cli
