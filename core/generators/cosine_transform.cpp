// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/cosine_transform.h"

#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

namespace isochron {

CosineTransform::CosineTransform(int n) : n_(n), half_(n / 2), fourier_(n), turned_(n, n) {
  assert(n >= 2 && n % 2 == 0);
  series_.resize(static_cast<std::size_t>(n) * static_cast<std::size_t>(half_));
  for (int k = 0; k < n; ++k) {
    const double angle = std::numbers::pi * k / (2.0 * n);
    cos_.push_back(std::cos(angle));
    sin_.push_back(std::sin(angle));
  }
}

/// V = A + i B is the transform of two columns a and b, put in the order 0, 2, 4, ..., 5, 3, 1;
/// each column's sum of cosines is the real part of exp(-i pi k / 2n) A(k).
void CosineTransform::forwardColumns(Array& values) {
  const auto half = static_cast<std::size_t>(half_);
  for (int i = 0; i < n_; ++i) {
    const int row = i % 2 == 0 ? i / 2 : n_ - 1 - i / 2;
    const double* from = values.data() + static_cast<std::ptrdiff_t>(i) * n_;
    std::copy_n(from, half, &series_.re[static_cast<std::size_t>(row) * half]);
    std::copy_n(from + half, half, &series_.im[static_cast<std::size_t>(row) * half]);
  }
  // The inverse transform with real and imaginary parts exchanged is the forward one.
  std::swap(series_.re, series_.im);
  fourier_.run(series_, half);
  std::swap(series_.re, series_.im);
  for (int k = 0; k < n_; ++k) {
    const std::size_t at = static_cast<std::size_t>(k) * half;
    const std::size_t mirror = static_cast<std::size_t>((n_ - k) % n_) * half;
    const double c = 0.5 * cos_[static_cast<std::size_t>(k)];
    const double s = 0.5 * sin_[static_cast<std::size_t>(k)];
    const double *vr = &series_.re[at], *vi = &series_.im[at];
    const double *mr = &series_.re[mirror], *mi = &series_.im[mirror];
    double* to = values.data() + static_cast<std::ptrdiff_t>(k) * n_;
    for (std::size_t j = 0; j < half; ++j) {
      to[j] = c * (vr[j] + mr[j]) + s * (vi[j] - mi[j]);
      to[j + half] = c * (vi[j] + mi[j]) + s * (mr[j] - vr[j]);
    }
  }
}

/// The way back: A(k) = exp(i pi k / 2n) (X(k) - i X(n - k)), X(n) = 0.
void CosineTransform::inverseColumns(Array& values) {
  const auto half = static_cast<std::size_t>(half_);
  for (int k = 0; k < n_; ++k) {
    const std::size_t at = static_cast<std::size_t>(k) * half;
    const double c = cos_[static_cast<std::size_t>(k)] / n_;
    const double s = sin_[static_cast<std::size_t>(k)] / n_;
    const double* x = values.data() + static_cast<std::ptrdiff_t>(k) * n_;
    const double* y = values.data() + static_cast<std::ptrdiff_t>((n_ - k) % n_) * n_;
    const double there = k == 0 ? 0.0 : 1.0;
    double *vr = &series_.re[at], *vi = &series_.im[at];
    for (std::size_t j = 0; j < half; ++j) {
      const double ya = there * y[j], yb = there * y[j + half];
      const double ar = c * x[j] + s * ya, ai = s * x[j] - c * ya;
      const double br = c * x[j + half] + s * yb, bi = s * x[j + half] - c * yb;
      vr[j] = ar - bi;
      vi[j] = ai + br;
    }
  }
  fourier_.run(series_, half);
  for (int i = 0; i < n_; ++i) {
    const int row = i % 2 == 0 ? i / 2 : n_ - 1 - i / 2;
    double* to = values.data() + static_cast<std::ptrdiff_t>(i) * n_;
    std::copy_n(&series_.re[static_cast<std::size_t>(row) * half], half, to);
    std::copy_n(&series_.im[static_cast<std::size_t>(row) * half], half, to + half);
  }
}

void CosineTransform::transpose(Array& values) {
  turned_ = values.transpose();
  std::swap(turned_, values);
}

void CosineTransform::forward(Array& values) {
  forwardColumns(values);
  transpose(values);
  forwardColumns(values);
}

void CosineTransform::inverse(Array& values) {
  inverseColumns(values);
  transpose(values);
  inverseColumns(values);
}

}  // namespace isochron
