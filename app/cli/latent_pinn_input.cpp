// SPDX-License-Identifier: GPL-3.0-or-later
#include "latent_pinn_input.h"

#include <cmath>

#include "field/error.h"

namespace isochron::cli {
namespace {

void checkGrid(const std::filesystem::path& path, const Grid& grid, const Grid& trained) {
  if (grid.nx != trained.nx || grid.nz != trained.nz)
    throw Error(path.string(),
                "has " + std::to_string(grid.nx) + " x " + std::to_string(grid.nz) +
                    " nodes, the network was trained with " + std::to_string(trained.nx) + " x " +
                    std::to_string(trained.nz),
                "resample it with isochron-cli convert --size");
  if (std::abs(grid.width() - trained.width()) > 1e-3 * trained.width() ||
      std::abs(grid.depth() - trained.depth()) > 1e-3 * trained.depth())
    throw Error(path.string(),
                "is " + gridInWords(grid) + "; the network was trained for " + gridInWords(trained),
                "traveltimes hang on the size: give the --spacing it was trained with");
}

}  // namespace

LatentPinnInput openLatentPinn(const std::filesystem::path& model,
                               const std::filesystem::path& velocity, ImportOptions options) {
  LatentPinn network(Archive::read(model));
  Import import = openImport(velocity, options);
  const Grid& grid = network.grid();
  if (!import.spacingKnown) {
    import.layout.dx = grid.dx;
    import.layout.dz = grid.dz;
  }
  if (import.modelCount() < 1)
    throw Error(velocity.string(), "holds no model", "give a file with velocities");
  checkGrid(velocity, import.read(0).grid(), grid);
  return {std::move(network), std::move(import)};
}

VelocityModel LatentPinnInput::read(std::int64_t index) const {
  return {model.grid(), import.read(index).velocity()};
}

std::vector<float> LatentPinnInput::velocity(std::int64_t index) const {
  const VelocityModel one = import.read(index);
  std::vector<float> values(static_cast<std::size_t>(one.velocity().size()));
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(one.velocity().data()[i]);
  return values;
}

}  // namespace isochron::cli
