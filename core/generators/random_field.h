// SPDX-License-Identifier: GPL-3.0-or-later
// RandomFieldSampler: the random fields of the latentPINN paper.
#pragma once

#include <cstdint>

#include "field/field.h"
#include "field/work_monitor.h"
#include "generators/inverse_fourier.h"

namespace isochron {

/// Gaussian random fields, zero mean (latentPINN paper, eq. 7 without the misprinted "/2"):
/// u = Re IFFT((a + i b) n^2 sqrt(2) sigma (4 pi^2 |k|^2 + tau^2)^(-alpha/2)), k integer
/// wavenumbers, sigma = tau^(alpha-1), a and b standard normal. Shape (nz, nx), periodic.
/// Wavenumbers k and -k add up to one real wave, so only one of the two is drawn, with both's
/// variance. With an anisotropy a, |k|^2 = a kx^2 + kz^2 / a: structures are a times as long along
/// x as along z. Every wavenumber has random numbers of its own, so the same seed on a finer grid
/// gives the same field with finer detail. One object for one thread.
class RandomFieldSampler {
 public:
  /// Throws Error for an empty shape or alpha, tau, anisotropy <= 0.
  RandomFieldSampler(int nz, int nx, double alpha, double tau, double anisotropy = 1.0);

  /// Throws Cancelled where the monitor stops it.
  Array sample(std::uint64_t seed, const WorkMonitor& monitor = {});

 private:
  void drawWaves(std::uint64_t seed, const WorkMonitor& monitor);
  void pairRows();

  int nz_;
  int nx_;
  int columns_;       // wavenumbers kx = 0 .. nx / 2
  Array amplitudes_;  // (nz, columns)
  InverseFourier alongZ_;
  InverseFourier alongX_;
  SplitComplex waves_;  // (nz, columns)
  SplitComplex rows_;   // (nx, rows in pairs): one row as real part, the next as imaginary part
};

/// One field.
Array gaussianRandomField(int nz, int nx, double alpha, double tau, std::uint64_t seed);

}  // namespace isochron
