// SPDX-License-Identifier: GPL-3.0-or-later
// InverseFourier: inverse discrete transforms of many series at once.
#pragma once

#include <cstddef>
#include <vector>

#include "field/work_monitor.h"

namespace isochron {

/// Complex values as two arrays of equal length.
struct SplitComplex {
  std::vector<double> re;
  std::vector<double> im;

  void resize(std::size_t size) {
    re.resize(size);
    im.resize(size);
  }
};

/// x[n] = sum over k of X[k] exp(2 pi i k n / length), not divided by the length, for `batch`
/// series side by side: value k of series b lies at k * batch + b. Stockham's self-sorting
/// algorithm, whose inner loops run along the batch; factors 4 and 2 are fast, a prime factor p
/// costs p operations a value. One object for one thread.
class InverseFourier {
 public:
  /// length >= 1.
  explicit InverseFourier(int length);
  /// In place; `values` holds length * batch values. Throws Cancelled where the monitor stops it.
  void run(SplitComplex& values, std::size_t batch, const WorkMonitor& monitor = {});

 private:
  struct Pass;

  std::size_t length_;
  std::vector<std::size_t> factors_;
  std::vector<double> cos_;  // cos(2 pi t / length)
  std::vector<double> sin_;
  SplitComplex work_;
};

}  // namespace isochron
