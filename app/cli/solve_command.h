// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli solve: first-arrival traveltimes, rays and times at receivers.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addSolveCommand(CLI::App& program, const std::stop_token& stop);

}  // namespace isochron::cli
