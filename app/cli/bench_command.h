// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli bench: how fast and how exact the program is on this machine.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addBenchCommand(CLI::App& program, const std::stop_token& stop);

}  // namespace isochron::cli
