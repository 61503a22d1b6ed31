// SPDX-License-Identifier: GPL-3.0-or-later
// CosineTransform: square arrays as sums of cosines, whose slope vanishes at the borders.
#pragma once

#include <vector>

#include "field/field.h"
#include "generators/inverse_fourier.h"

namespace isochron {

/// Discrete cosine transforms (DCT-II and its inverse) of n x n values along both axes, value i of
/// an axis at (i + 1/2) / n of the box. Makhoul's algorithm (IEEE Trans. ASSP 28, 1980), two
/// columns at once as real and imaginary part. One object for one thread.
class CosineTransform {
 public:
  /// n even, >= 2.
  explicit CosineTransform(int n);
  /// x -> X with X(k, l) = sum over i, j of x(j, i) cos(pi k (i + 1/2) / n) cos(pi l (j + 1/2) /
  /// n): wavenumbers along the first axis of x become columns of X.
  void forward(Array& values);
  /// X -> x.
  void inverse(Array& values);

 private:
  void forwardColumns(Array& values);
  void inverseColumns(Array& values);
  void transpose(Array& values);

  int n_;
  int half_;
  InverseFourier fourier_;
  std::vector<double> cos_;  // cos(pi k / 2n)
  std::vector<double> sin_;
  SplitComplex series_;  // (n, n / 2)
  Array turned_;
};

}  // namespace isochron
