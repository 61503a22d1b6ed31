// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train latentpinn: traveltimes of a whole family of models.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

namespace isochron::cli {

void addTrainLatentPinn(CLI::App& train, const std::stop_token& stop);

}  // namespace isochron::cli
