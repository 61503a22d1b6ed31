// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli predict: traveltimes from a trained latentPINN.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addPredictCommand(CLI::App& program, std::stop_token stop);

}  // namespace isochron::cli
