// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli convert: velocity models from one format to another, cropped and resampled.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addConvertCommand(CLI::App& program, const std::stop_token& stop);

}  // namespace isochron::cli
