// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli compare: training anew for one model, beside a trained latentPINN and the solver.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addCompareCommand(CLI::App& program, std::stop_token stop);

}  // namespace isochron::cli
