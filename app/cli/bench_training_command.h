// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli bench training: how fast the paper's network learns and answers on this machine.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addBenchTrainingCommand(CLI::App& program, std::stop_token stop);

}  // namespace isochron::cli
