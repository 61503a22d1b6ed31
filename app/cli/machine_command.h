// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli info --machine
#pragma once

#include <CLI/CLI.hpp>

namespace isochron::cli {

void addMachineCommand(CLI::App& program);

}  // namespace isochron::cli
