// SPDX-License-Identifier: GPL-3.0-or-later
// Activations and their first three derivatives, written so that compilers vectorise them.
//
// In float the elementary functions are polynomials without branches, right to a few units in the
// last place; in double they are the standard library's. Everything lies in an unnamed namespace,
// because it is compiled several times, for several machines.
#pragma once

#include <cstdint>

namespace isochron {
namespace {

template <typename T>
struct Derivatives {
  T first, second, third;
};

/// e^x - 1 and e^x. x is kept within [-87, 88], where float neither under- nor overflows.
struct Exponential {
  float minusOne, value;
};
inline Exponential exponential(float argument) {
  // x = n log 2 + r with |r| <= 0.35; the sum with 1.5 * 2^23 rounds to the integer n.
  const float low = argument < -87.0f ? -87.0f : argument;
  const float x = low > 88.0f ? 88.0f : low;
  constexpr float kRound = 12582912.0f;
  const float shifted = x * 1.44269504f + kRound;
  const float n = shifted - kRound;
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  // e^r - 1 by its Taylor polynomial, and then times 2^n.
  const float p =
      r + r * r *
              (0.5f + r * (1.66666667e-1f +
                           r * (4.16666667e-2f +
                                r * (8.33333333e-3f + r * (1.38888889e-3f + r * 1.98412698e-4f)))));
  const std::uint32_t exponent = (__builtin_bit_cast(std::uint32_t, shifted) << 23) + 0x3f800000u;
  const float scale = __builtin_bit_cast(float, exponent);
  return {scale * p + (scale - 1.0f), scale * p + scale};
}

inline float expOf(float x) { return exponential(x).value; }
inline float expm1Of(float x) { return exponential(x).minusOne; }
inline double expOf(double x) { return __builtin_exp(x); }
inline double expm1Of(double x) { return __builtin_expm1(x); }

/// log(1 + y) for 0 <= y <= 1, by the series of 2 artanh(y / (2 + y)).
inline float log1pOf(float y) {
  const float s = y / (2.0f + y);
  const float s2 = s * s;
  const float series =
      1.0f +
      s2 * (1 / 3.0f +
            s2 * (1 / 5.0f +
                  s2 * (1 / 7.0f +
                        s2 * (1 / 9.0f + s2 * (1 / 11.0f + s2 * (1 / 13.0f + s2 * (1 / 15.0f)))))));
  return 2.0f * s * series;
}
inline double log1pOf(double y) { return __builtin_log1p(y); }

/// sin x and cos x; in float for |x| up to about 10^4.
template <typename T>
struct SineCosine {
  T sine, cosine;
};
inline SineCosine<float> sineCosine(float x) {
  // x = n pi / 2 + r; pi / 2 in three parts, so that n times each is exact.
  constexpr float kRound = 12582912.0f;
  const float shifted = x * 0.636619772f + kRound;
  const float n = shifted - kRound;
  const std::uint32_t quadrant = __builtin_bit_cast(std::uint32_t, shifted);
  const float r = ((x - n * 1.5703125f) - n * 4.83751297e-4f) - n * 7.54978942e-8f;
  const float r2 = r * r;
  const float s = r + r * r2 *
                          (-1.66666667e-1f +
                           r2 * (8.33333333e-3f + r2 * (-1.98412698e-4f + r2 * 2.75573192e-6f)));
  const float c =
      1.0f +
      r2 * (-0.5f + r2 * (4.16666667e-2f +
                          r2 * (-1.38888889e-3f + r2 * (2.48015873e-5f - r2 * 2.75573192e-7f))));
  const bool swapped = (quadrant & 1u) != 0;
  const std::uint32_t sineSign = (quadrant & 2u) << 30;
  const std::uint32_t cosineSign = ((quadrant + 1u) & 2u) << 30;
  const std::uint32_t sine = __builtin_bit_cast(std::uint32_t, swapped ? c : s) ^ sineSign;
  const std::uint32_t cosine = __builtin_bit_cast(std::uint32_t, swapped ? s : c) ^ cosineSign;
  return {__builtin_bit_cast(float, sine), __builtin_bit_cast(float, cosine)};
}
inline SineCosine<double> sineCosine(double x) { return {__builtin_sin(x), __builtin_cos(x)}; }

/// The standard normal density and distribution.
template <typename T>
struct Normal {
  T density, distribution;
};
inline Normal<float> normal(float z) {
  // The tail is the density times Mills' ratio, a polynomial in t = 1 / (1 + 0.3 |z|) fitted to
  // a relative error of 5e-7.
  const float size = z < 0.0f ? -z : z;
  const float t = 1.0f / (1.0f + 0.3f * size);
  const float ratio =
      t *
      (0.119682622f +
       t * (0.119691537f +
            t * (0.10869387f +
                 t * (0.0893246348f +
                      t * (0.0501175879f + t * (0.0393885394f + t * (0.00289183984f +
                                                                     t * (-0.0483448688f +
                                                                          t * 0.0185544596f))))))));
  const float bell = expOf(-0.5f * z * z);
  const float tail = bell * ratio;
  return {0.398942280f * bell, z < 0.0f ? tail : 1.0f - tail};
}
inline Normal<double> normal(double z) {
  return {0.39894228040143267794 * __builtin_exp(-0.5 * z * z),
          0.5 * __builtin_erfc(-0.70710678118654752440 * z)};
}

// Each activation: its value at z, and its derivatives from the carrier, which is the value where
// kCarrierIsOutput, else z. Comparisons are written so that NaN passes through.

struct Elu {
  static constexpr bool kCarrierIsOutput = true;
  template <typename T>
  static T value(T z) {
    const T negative = expm1Of(z > T(0) ? T(0) : z);
    return z > T(0) ? z : negative;
  }
  template <typename T>
  static Derivatives<T> derivatives(T a) {
    const T e = a + T(1);
    const T curved = a > T(0) ? T(0) : e;
    return {a > T(0) ? T(1) : e, curved, curved};
  }
};

struct Tanh {
  static constexpr bool kCarrierIsOutput = true;
  template <typename T>
  static T value(T z) {
    // Beyond 20 the quotient is 1 in either precision.
    const T low = z < T(-20) ? T(-20) : z;
    const T e = expm1Of(T(2) * (low > T(20) ? T(20) : low));
    return e / (e + T(2));
  }
  template <typename T>
  static Derivatives<T> derivatives(T a) {
    const T first = T(1) - a * a;
    return {first, T(-2) * a * first, first * (T(6) * a * a - T(2))};
  }
};

struct Gelu {
  static constexpr bool kCarrierIsOutput = false;
  template <typename T>
  static T value(T z) {
    return z * normal(z).distribution;
  }
  template <typename T>
  static Derivatives<T> derivatives(T z) {
    const Normal<T> n = normal(z);
    const T z2 = z * z;
    return {n.distribution + z * n.density, n.density * (T(2) - z2), n.density * z * (z2 - T(4))};
  }
};

struct Silu {
  static constexpr bool kCarrierIsOutput = false;
  template <typename T>
  static T value(T z) {
    return z / (T(1) + expOf(-z));
  }
  template <typename T>
  static Derivatives<T> derivatives(T z) {
    const T s = T(1) / (T(1) + expOf(-z));
    const T s1 = s * (T(1) - s);
    const T s2 = s1 * (T(1) - T(2) * s);
    const T s3 = s1 * (T(1) - T(6) * s1);
    return {s + z * s1, T(2) * s1 + z * s2, T(3) * s2 + z * s3};
  }
};

struct Softplus {
  static constexpr bool kCarrierIsOutput = true;
  template <typename T>
  static T value(T z) {
    const T size = z < T(0) ? -z : z;
    return (z < T(0) ? T(0) : z) + log1pOf(expOf(-size));
  }
  template <typename T>
  static Derivatives<T> derivatives(T a) {
    const T first = -expm1Of(-a);
    const T second = first * (T(1) - first);
    return {first, second, second * (T(1) - T(2) * first)};
  }
};

struct Sine {
  static constexpr bool kCarrierIsOutput = false;
  template <typename T>
  static T value(T z) {
    return sineCosine(z).sine;
  }
  template <typename T>
  static Derivatives<T> derivatives(T z) {
    const auto [sine, cosine] = sineCosine(z);
    return {cosine, -sine, -cosine};
  }
};

}  // namespace
}  // namespace isochron
