// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/inverse_fourier.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace isochron {
namespace {

std::vector<std::size_t> factorsOf(std::size_t n) {
  std::vector<std::size_t> factors;
  for (; n % 4 == 0; n /= 4) factors.push_back(4);
  for (std::size_t p = 2; n > 1; ++p) {
    if (p * p > n) p = n;
    for (; n % p == 0; n /= p) factors.push_back(p);
  }
  return factors;
}

}  // namespace

/// One factor: `radix` inputs, `blocks * span` apart, give `radix` outputs, `span` apart.
struct InverseFourier::Pass {
  std::size_t radix;
  std::size_t blocks;  // transforms left after this factor have this length
  std::size_t span;    // contiguous values that share their twiddle factors
  std::size_t stride;  // of the table of roots for the length at hand
  const InverseFourier& plan;
  const SplitComplex& from;
  SplitComplex& to;

  struct Root {
    double re;
    double im;
  };
  Root root(std::size_t power) const {
    const std::size_t t = power * stride % plan.length_;
    return {plan.cos_[t], plan.sin_[t]};
  }

  void two(std::size_t p) const {
    const Root w = root(p);
    const double *ar = &from.re[p * span], *ai = &from.im[p * span];
    const double *br = ar + blocks * span, *bi = ai + blocks * span;
    double *yr = &to.re[2 * p * span], *yi = &to.im[2 * p * span];
    double *zr = yr + span, *zi = yi + span;
    for (std::size_t i = 0; i < span; ++i) {
      const double dr = ar[i] - br[i], di = ai[i] - bi[i];
      yr[i] = ar[i] + br[i];
      yi[i] = ai[i] + bi[i];
      zr[i] = dr * w.re - di * w.im;
      zi[i] = dr * w.im + di * w.re;
    }
  }

  void four(std::size_t p) const {
    const Root w1 = root(p), w2 = root(2 * p), w3 = root(3 * p);
    const std::size_t apart = blocks * span;
    const double *ar = &from.re[p * span], *ai = &from.im[p * span];
    double *yr = &to.re[4 * p * span], *yi = &to.im[4 * p * span];
    for (std::size_t i = 0; i < span; ++i) {
      const double s02r = ar[i] + ar[i + 2 * apart], s02i = ai[i] + ai[i + 2 * apart];
      const double d02r = ar[i] - ar[i + 2 * apart], d02i = ai[i] - ai[i + 2 * apart];
      const double s13r = ar[i + apart] + ar[i + 3 * apart];
      const double s13i = ai[i + apart] + ai[i + 3 * apart];
      const double d13r = ar[i + apart] - ar[i + 3 * apart];
      const double d13i = ai[i + apart] - ai[i + 3 * apart];
      yr[i] = s02r + s13r;
      yi[i] = s02i + s13i;
      const double t1r = d02r - d13i, t1i = d02i + d13r;
      const double t2r = s02r - s13r, t2i = s02i - s13i;
      const double t3r = d02r + d13i, t3i = d02i - d13r;
      yr[i + span] = t1r * w1.re - t1i * w1.im;
      yi[i + span] = t1r * w1.im + t1i * w1.re;
      yr[i + 2 * span] = t2r * w2.re - t2i * w2.im;
      yi[i + 2 * span] = t2r * w2.im + t2i * w2.re;
      yr[i + 3 * span] = t3r * w3.re - t3i * w3.im;
      yi[i + 3 * span] = t3r * w3.im + t3i * w3.re;
    }
  }

  void any(std::size_t p, const WorkMonitor& monitor) const {
    for (std::size_t j = 0; j < radix; ++j) {
      monitor.at(static_cast<double>(p * radix + j) / static_cast<double>(blocks * radix));
      double *yr = &to.re[(radix * p + j) * span], *yi = &to.im[(radix * p + j) * span];
      std::fill_n(yr, span, 0.0);
      std::fill_n(yi, span, 0.0);
      for (std::size_t k = 0; k < radix; ++k) {
        const std::size_t at = p + k * blocks;
        const Root w = root(j * at);
        const double *ar = &from.re[at * span], *ai = &from.im[at * span];
        for (std::size_t i = 0; i < span; ++i) {
          yr[i] += ar[i] * w.re - ai[i] * w.im;
          yi[i] += ar[i] * w.im + ai[i] * w.re;
        }
      }
    }
  }

  void run(const WorkMonitor& monitor) const {
    for (std::size_t p = 0; p < blocks; ++p) {
      monitor.at(static_cast<double>(p) / static_cast<double>(blocks));
      if (radix == 4)
        four(p);
      else if (radix == 2)
        two(p);
      else
        any(p, monitor);
    }
  }
};

InverseFourier::InverseFourier(int length)
    : length_(static_cast<std::size_t>(length)), factors_(factorsOf(length_)) {
  assert(length >= 1);
  for (std::size_t t = 0; t < length_; ++t) {
    const double angle = 2.0 * std::numbers::pi * static_cast<double>(t) / length;
    cos_.push_back(std::cos(angle));
    sin_.push_back(std::sin(angle));
  }
}

void InverseFourier::run(SplitComplex& values, std::size_t batch, const WorkMonitor& monitor) {
  assert(values.re.size() == length_ * batch && values.im.size() == values.re.size());
  work_.resize(values.re.size());
  std::size_t done = 1, sum = 0, all = 0;
  for (const std::size_t radix : factors_) all += radix;
  for (const std::size_t radix : factors_) {
    const std::size_t blocks = length_ / done / radix;
    const auto from = static_cast<double>(sum), most = static_cast<double>(all);
    sum += radix;
    Pass{radix, blocks, done * batch, done, *this, values, work_}.run(
        monitor.part(from / most, static_cast<double>(sum) / most));
    std::swap(values, work_);
    done *= radix;
  }
}

}  // namespace isochron
