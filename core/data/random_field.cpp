// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/random_field.h"

#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>

#include "data/random_stream.h"
#include "field/error.h"

namespace isochron {
namespace {

using Complex = std::complex<double>;
using Spectrum = Eigen::Array<Complex, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The integer wavenumber of entry i of a discrete transform of n values: 0, 1, ..., -2, -1.
int wavenumber(int i, int n) { return i < (n + 1) / 2 ? i : i - n; }

Spectrum randomSpectrum(int nz, int nx, double alpha, double tau, std::uint64_t seed) {
  const double scale = std::numbers::sqrt2 * std::pow(tau, alpha - 1.0);
  Spectrum spectrum(nz, nx);
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix) {
      const int kz = wavenumber(iz, nz);
      const int kx = wavenumber(ix, nx);
      const double k = 2.0 * std::numbers::pi * std::hypot(kx, kz);
      const double amplitude = scale * std::pow(k * k + tau * tau, -alpha / 2.0);
      const auto [a, b] = RandomStream(seedOf(seed, kx, kz)).normalPair();
      spectrum(iz, ix) = amplitude * Complex(a, b);
    }
  spectrum(0, 0) = 0.0;  // zero mean
  return spectrum;
}

/// Inverse transform along both axes, in place. Without the factor 1/n^2, which cancels the n^2
/// of the paper's formula.
void transformInverse(Spectrum& values) {
  Eigen::FFT<double> fft;
  fft.SetFlag(Eigen::FFT<double>::Unscaled);
  Eigen::VectorXcd in;
  Eigen::VectorXcd out;
  // A transform of one value changes nothing, and kissfft refuses it.
  for (Eigen::Index iz = 0; iz < values.rows() && values.cols() > 1; ++iz) {
    in = values.row(iz).matrix().transpose();
    fft.inv(out, in);
    values.row(iz) = out.array().transpose();
  }
  for (Eigen::Index ix = 0; ix < values.cols() && values.rows() > 1; ++ix) {
    in = values.col(ix).matrix();
    fft.inv(out, in);
    values.col(ix) = out.array();
  }
}

}  // namespace

Array gaussianRandomField(int nz, int nx, double alpha, double tau, std::uint64_t seed) {
  if (nz < 1 || nx < 1) throw Error("random field", "has no nodes", "ask for at least 1 x 1");
  if (!(alpha > 0.0) || !(tau > 0.0))
    throw Error("random field", "alpha or tau is not positive", "use alpha = 2.5, tau = 7");
  Spectrum spectrum = randomSpectrum(nz, nx, alpha, tau, seed);
  transformInverse(spectrum);
  return spectrum.real();
}

}  // namespace isochron
