// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/random_field.h"

#include <cmath>
#include <numbers>

#include "field/error.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

/// The integer wavenumber of entry i of a discrete transform of n values: 0, 1, ..., -2, -1.
int wavenumber(int i, int n) { return i < (n + 1) / 2 ? i : i - n; }

/// Columns that hold both k and -k: the first, and the last of an even number of nodes.
bool isOwnMirror(int ix, int nx) { return ix == 0 || 2 * ix == nx; }

int checked(int nz, int nx, double alpha, double tau, double anisotropy) {
  if (nz < 1 || nx < 1) throw Error("random field", "has no nodes", "ask for at least 1 x 1");
  if (!(alpha > 0.0) || !(tau > 0.0) || !(anisotropy > 0.0))
    throw Error("random field", "alpha, tau or the anisotropy is not positive",
                "use alpha = 2.5, tau = 7, anisotropy = 1");
  return nx / 2 + 1;
}

/// Half of each wave's amplitude where the row transform adds its mirror image, all of it else;
/// without the factor 1/n^2 of the transforms, which cancels the n^2 of the paper's formula.
Array amplitudesOf(int nz, int nx, double alpha, double tau, double anisotropy) {
  const double scale = std::numbers::sqrt2 * std::pow(tau, alpha - 1.0);
  const double longer = std::sqrt(anisotropy);
  Array amplitudes(nz, nx / 2 + 1);
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < amplitudes.cols(); ++ix) {
      const double k = 2.0 * std::numbers::pi *
                       std::hypot(longer * wavenumber(ix, nx), wavenumber(iz, nz) / longer);
      // One draw stands for two: sqrt(2), halved.
      const double share = isOwnMirror(ix, nx) ? 1.0 : 0.5 * std::numbers::sqrt2;
      amplitudes(iz, ix) = share * scale * std::pow(k * k + tau * tau, -alpha / 2.0);
    }
  amplitudes(0, 0) = 0.0;  // zero mean
  return amplitudes;
}

}  // namespace

RandomFieldSampler::RandomFieldSampler(int nz, int nx, double alpha, double tau, double anisotropy)
    : nz_(nz),
      nx_(nx),
      columns_(checked(nz, nx, alpha, tau, anisotropy)),
      amplitudes_(amplitudesOf(nz, nx, alpha, tau, anisotropy)),
      alongZ_(nz),
      alongX_(nx) {
  waves_.resize(static_cast<std::size_t>(nz) * static_cast<std::size_t>(columns_));
  rows_.resize(static_cast<std::size_t>(nx) * static_cast<std::size_t>((nz + 1) / 2));
}

void RandomFieldSampler::drawWaves(std::uint64_t seed, const WorkMonitor& monitor) {
  std::size_t at = 0;
  for (int iz = 0; iz < nz_; ++iz) {
    monitor.at(static_cast<double>(iz) / nz_);
    for (int ix = 0; ix < columns_; ++ix, ++at) {
      RandomStream random(seedOf(seed, wavenumber(ix, nx_), wavenumber(iz, nz_)));
      const auto [a, b] = random.normalPair();
      waves_.re[at] = amplitudes_(iz, ix) * a;
      waves_.im[at] = amplitudes_(iz, ix) * b;
    }
  }
}

/// Spectra of two real rows as one complex spectrum: X + i Y, where X and Y are Hermitian.
void RandomFieldSampler::pairRows() {
  const auto nx = static_cast<std::size_t>(nx_), nz = static_cast<std::size_t>(nz_);
  const auto columns = static_cast<std::size_t>(columns_), pairs = (nz + 1) / 2;
  for (std::size_t p = 0; p < pairs; ++p) {
    const double *xr = &waves_.re[2 * p * columns], *xi = &waves_.im[2 * p * columns];
    const bool both = 2 * p + 1 < nz;
    for (std::size_t k = 0; k < columns; ++k) {
      const double yr = both ? xr[k + columns] : 0.0;
      const double yi = both ? xi[k + columns] : 0.0;
      if (isOwnMirror(static_cast<int>(k), nx_)) {
        rows_.re[k * pairs + p] = xr[k];
        rows_.im[k * pairs + p] = yr;
        continue;
      }
      rows_.re[k * pairs + p] = xr[k] - yi;
      rows_.im[k * pairs + p] = xi[k] + yr;
      rows_.re[(nx - k) * pairs + p] = xr[k] + yi;
      rows_.im[(nx - k) * pairs + p] = yr - xi[k];
    }
  }
}

Array RandomFieldSampler::sample(std::uint64_t seed, const WorkMonitor& monitor) {
  // Shares of the time, about.
  constexpr double kDrawn = 0.5, kAlongZ = 0.7;
  drawWaves(seed, monitor.part(0.0, kDrawn));
  alongZ_.run(waves_, static_cast<std::size_t>(columns_), monitor.part(kDrawn, kAlongZ));
  pairRows();
  const auto pairs = static_cast<std::size_t>((nz_ + 1) / 2);
  alongX_.run(rows_, pairs, monitor.part(kAlongZ, 1.0));
  Array u(nz_, nx_);
  for (int iz = 0; iz < nz_; ++iz) {
    const std::vector<double>& part = iz % 2 == 0 ? rows_.re : rows_.im;
    for (int ix = 0; ix < nx_; ++ix)
      u(iz, ix) = part[static_cast<std::size_t>(ix) * pairs + static_cast<std::size_t>(iz / 2)];
  }
  return u;
}

Array gaussianRandomField(int nz, int nx, double alpha, double tau, std::uint64_t seed) {
  return RandomFieldSampler(nz, nx, alpha, tau).sample(seed);
}

}  // namespace isochron
