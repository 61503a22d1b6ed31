// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinnInput: velocity models that a trained latentPINN is asked about.
#pragma once

#include "import_options.h"
#include "training/latent_pinn.h"

namespace isochron::cli {

/// A model file and a velocity file that suits it.
struct LatentPinnInput {
  LatentPinn model;
  Import import;

  /// The velocities of one model, on the latentPINN's own grid, (nodes) km/s.
  std::vector<float> velocity(std::int64_t index) const;
  VelocityModel read(std::int64_t index) const;
};

/// A file that does not know its spacing has the latentPINN's. Throws Error where nodes or size
/// differ from those it was trained for.
LatentPinnInput openLatentPinn(const std::filesystem::path& model,
                               const std::filesystem::path& velocity, ImportOptions options);

}  // namespace isochron::cli
