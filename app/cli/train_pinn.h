// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train pinn: one network for one velocity model and one source.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>
#include <string>

namespace isochron::cli {

void addTrainPinn(CLI::App& train, const std::stop_token& stop);

/// Lines of help on the settings of a PINN.
std::string pinnSettings();

}  // namespace isochron::cli
