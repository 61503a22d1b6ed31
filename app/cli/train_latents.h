// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train pca, train autoencoder: the latents of a family of models.
#pragma once

#include <CLI/CLI.hpp>
#include <stop_token>

#include "data/dataset.h"
#include "training/latent_model.h"

namespace isochron::cli {

void addTrainPca(CLI::App& train, const std::stop_token& stop);
void addTrainAutoencoder(CLI::App& train, const std::stop_token& stop);

/// Principal components of the set's training part, with progress on standard error.
std::unique_ptr<LatentModel> learnComponents(const DataSet& data, const Json& settings,
                                             const std::stop_token& stop);

}  // namespace isochron::cli
