// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli generate: velocity models that the program makes itself.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addGenerateCommand(CLI::App& program, const std::stop_token& stop);

}  // namespace isochron::cli
