// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_command.h"

#include "learning_commands.h"
#include "train_latent_pinn.h"
#include "train_latents.h"
#include "train_pinn.h"

namespace isochron::cli {

void addTrainCommand(CLI::App& program, std::stop_token stop) {
  CLI::App& train = addLearningCommand(program, "train");
  train.require_subcommand(1);
  addTrainPca(train, stop);
  addTrainAutoencoder(train, stop);
  addTrainLatentPinn(train, stop);
  addTrainPinn(train, stop);
}

}  // namespace isochron::cli
