// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli info: what is in a velocity file, and how it would be read.
#pragma once

#include <CLI/CLI.hpp>

namespace isochron::cli {

void addInfoCommand(CLI::App& program);

}  // namespace isochron::cli
