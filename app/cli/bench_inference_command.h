// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli bench inference: how long a trained latentPINN takes to answer.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addBenchInferenceCommand(CLI::App& program, std::stop_token stop);

}  // namespace isochron::cli
