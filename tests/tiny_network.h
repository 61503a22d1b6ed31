// SPDX-License-Identifier: GPL-3.0-or-later
// A network of which a step takes no time.
#pragma once

#include "training/latent_pinn_config.h"

namespace isochron::tests {

inline LatentPinnConfig tinyNetwork() {
  LatentPinnConfig config;
  config.sums = 8;
  config.rank = 4;
  config.hidden = 8;
  config.trunkWidth = 32;
  config.trunkDepth = 2;
  config.branchWidth = 32;
  config.branchDepth = 1;
  return config;
}

}  // namespace isochron::tests
