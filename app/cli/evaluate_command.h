// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli evaluate: a trained latentPINN against the solver.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addEvaluateCommand(CLI::App& program, std::stop_token stop);

}  // namespace isochron::cli
