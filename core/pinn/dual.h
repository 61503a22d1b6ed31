// SPDX-License-Identifier: GPL-3.0-or-later
// Dual: a number that carries its derivatives by a few others.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace isochron {

/// A value and its N partial derivatives: arithmetic on it is differentiation forward (Wengert,
/// 1964). Kinks (abs, max) have the derivative of the branch that is taken.
template <std::size_t N>
struct Dual {
  double value = 0.0;
  std::array<double, N> partial{};

  Dual() = default;
  Dual(double constant) : value(constant) {}  // NOLINT(google-explicit-constructor): as in algebra
  /// The i-th of the numbers that derivatives are taken by.
  static Dual variable(double value, std::size_t i) {
    Dual x(value);
    x.partial[i] = 1.0;
    return x;
  }
  /// f(x), whose derivative at x is `slope`.
  Dual chained(double f, double slope) const {
    Dual y(f);
    for (std::size_t i = 0; i < N; ++i) y.partial[i] = slope * partial[i];
    return y;
  }

  Dual operator-() const { return chained(-value, -1.0); }
  Dual& operator+=(const Dual& b) {
    value += b.value;
    for (std::size_t i = 0; i < N; ++i) partial[i] += b.partial[i];
    return *this;
  }
  friend Dual operator+(Dual a, const Dual& b) { return a += b; }
  friend Dual operator-(const Dual& a, const Dual& b) { return a + -b; }
  friend Dual operator*(const Dual& a, const Dual& b) {
    Dual y(a.value * b.value);
    for (std::size_t i = 0; i < N; ++i)
      y.partial[i] = a.value * b.partial[i] + b.value * a.partial[i];
    return y;
  }
  friend Dual operator*(double a, const Dual& b) { return b.chained(a * b.value, a); }
  friend Dual operator/(double a, const Dual& b) {
    return b.chained(a / b.value, -a / (b.value * b.value));
  }
};

template <std::size_t N>
Dual<N> sqrt(const Dual<N>& x) {
  const double root = std::sqrt(x.value);
  return x.chained(root, 0.5 / root);
}
template <std::size_t N>
Dual<N> abs(const Dual<N>& x) {
  return x.value < 0.0 ? -x : x;
}
template <std::size_t N>
Dual<N> max(const Dual<N>& a, const Dual<N>& b) {
  return a.value < b.value ? b : a;
}
template <std::size_t N>
Dual<N> square(const Dual<N>& x) {
  return x.chained(x.value * x.value, 2.0 * x.value);
}

}  // namespace isochron
