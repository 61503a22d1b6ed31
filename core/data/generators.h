// SPDX-License-Identifier: GPL-3.0-or-later
// Generators: velocity models that the program makes itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "field/velocity_model.h"

namespace isochron {

/// The kinds of the gallery, in its order.
enum class ModelKind { Constant, Gradient, Layers, Lens, Fault, Salt, Checkerboard, RandomField };

/// All kinds with the name typed on the command line ("random-field") and the title people see.
struct ModelKindInfo {
  ModelKind kind;
  std::string name;
  std::string title;
  std::string description;  // one sentence
};
const std::vector<ModelKindInfo>& modelKinds();

/// The paper's box: x in [0, 5] km, z in [0, 1] km, nx x nz nodes.
Grid paperGrid(int nx = 128, int nz = 128);

/// A model of the kind on `grid`, velocities within 1.5 to 6 km/s. The same seed gives the same
/// model on every machine; Constant and Gradient ignore nothing but it.
VelocityModel generate(ModelKind kind, const Grid& grid, std::uint64_t seed);

/// Gaussian random field, zero mean (latentPINN paper, eq. 7 without the misprinted "/2"):
/// u = Re IFFT((a + i b) n^2 sqrt(2) sigma (4 pi^2 |k|^2 + tau^2)^(-alpha/2)), k integer
/// wavenumbers, sigma = tau^(alpha-1), a and b standard normal. Shape (nz, nx), periodic.
Array gaussianRandomField(int nz, int nx, double alpha, double tau, std::uint64_t seed);

}  // namespace isochron
