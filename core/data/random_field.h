// SPDX-License-Identifier: GPL-3.0-or-later
// gaussianRandomField: the random fields of the latentPINN paper.
#pragma once

#include <cstdint>

#include "field/field.h"

namespace isochron {

/// Gaussian random field, zero mean (latentPINN paper, eq. 7 without the misprinted "/2"):
/// u = Re IFFT((a + i b) n^2 sqrt(2) sigma (4 pi^2 |k|^2 + tau^2)^(-alpha/2)), k integer
/// wavenumbers, sigma = tau^(alpha-1), a and b standard normal. Shape (nz, nx), periodic.
/// Every wavenumber has random numbers of its own, so the same seed on a finer grid gives the
/// same field with finer detail. Throws Error for an empty shape or alpha, tau <= 0.
Array gaussianRandomField(int nz, int nx, double alpha, double tau, std::uint64_t seed);

}  // namespace isochron
