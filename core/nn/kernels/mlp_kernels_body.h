// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels themselves, in terms of vectors of kVectorBytes; included once by each file that
// compiles them for a machine. All in an unnamed namespace: the linker must never exchange code
// of one machine for that of another.
#pragma once

#include <cstring>

#include "nn/kernels/activation_formulas.h"
#include "nn/kernels/mlp_kernels.h"

namespace isochron {
namespace {

template <typename T>
struct Simd {
  static constexpr std::int64_t kLanes = kVectorBytes / sizeof(T);
  /// Two vectors of columns at a time, as many rows as the registers hold.
  static constexpr std::int64_t kPanel = 2 * kLanes;
  typedef T Vector __attribute__((vector_size(kVectorBytes), aligned(alignof(T)), may_alias));

  static Vector load(const T* p) { return *reinterpret_cast<const Vector*>(p); }
  static void store(T* p, Vector v) { *reinterpret_cast<Vector*>(p) = v; }
};

template <typename T>
void pack(const T* w, std::int64_t k, std::int64_t n, std::int64_t strideK, std::int64_t strideN,
          T* packed) {
  constexpr std::int64_t kPanel = Simd<T>::kPanel;
  const std::int64_t padded = roundUp(n, kColumnMultiple);
  for (std::int64_t first = 0; first < padded; first += kPanel) {
    const std::int64_t filled = n - first < kPanel ? (n > first ? n - first : 0) : kPanel;
    const T* from = w + first * strideN;
    if (filled < kPanel) std::memset(packed, 0, static_cast<std::size_t>(k * kPanel) * sizeof(T));
    if (strideN == 1) {
      const auto bytes = static_cast<std::size_t>(filled) * sizeof(T);
      for (std::int64_t i = 0; i < k; ++i)
        std::memcpy(packed + i * kPanel, from + i * strideK, bytes);
    } else {
      for (std::int64_t j = 0; j < filled; ++j)
        for (std::int64_t i = 0; i < k; ++i)
          packed[i * kPanel + j] = from[j * strideN + i * strideK];
    }
    packed += k * kPanel;
  }
}

/// `kRows` rows of one panel: c = start + a B.
template <std::int64_t kRows, typename T>
inline void multiplyTile(std::int64_t k, Rows<const T> a, const T* panel, Rows<const T> start,
                         Rows<T> c) {
  using S = Simd<T>;
  typename S::Vector sum[kRows][2];
#pragma GCC unroll 16
  for (std::int64_t r = 0; r < kRows; ++r)
    for (int v = 0; v < 2; ++v)
      sum[r][v] = start.data ? S::load(start.row(r) + v * S::kLanes) : typename S::Vector{};
  for (std::int64_t i = 0; i < k; ++i, panel += S::kPanel) {
    const auto left = S::load(panel);
    const auto right = S::load(panel + S::kLanes);
#pragma GCC unroll 16
    for (std::int64_t r = 0; r < kRows; ++r) {
      const T factor = a.row(r)[i];
      sum[r][0] += factor * left;
      sum[r][1] += factor * right;
    }
  }
#pragma GCC unroll 16
  for (std::int64_t r = 0; r < kRows; ++r)
    for (int v = 0; v < 2; ++v) S::store(c.row(r) + v * S::kLanes, sum[r][v]);
}

/// Calls tile(height, first) for the largest heights that the registers hold.
template <typename Tile>
inline void inTiles(std::int64_t rows, const Tile& tile) {
  std::int64_t row = 0;
  if constexpr (kTileRows == 12)
    for (; row + 12 <= rows; row += 12) tile(std::integral_constant<std::int64_t, 12>{}, row);
  if constexpr (kTileRows >= 8)
    for (; row + 8 <= rows; row += 8) tile(std::integral_constant<std::int64_t, 8>{}, row);
  for (; row + 4 <= rows; row += 4) tile(std::integral_constant<std::int64_t, 4>{}, row);
}

template <typename T>
void multiply(std::int64_t rows, std::int64_t k, std::int64_t n, Rows<const T> a, const T* packed,
              Rows<const T> start, Rows<T> c) {
  constexpr std::int64_t kPanel = Simd<T>::kPanel;
  const std::int64_t padded = roundUp(n, kColumnMultiple);
  for (std::int64_t first = 0; first < padded; first += kPanel, packed += k * kPanel) {
    inTiles(rows, [&](auto height, std::int64_t row) {
      const Rows<const T> from{start.data ? start.row(row) + first : nullptr, start.stride};
      multiplyTile<height.value, T>(k, {a.row(row), a.stride}, packed, from,
                                    {c.row(row) + first, c.stride});
    });
  }
}

/// `kRows` rows of one panel: c (+)= z^T a.
template <std::int64_t kRows, typename T>
inline void accumulateTile(std::int64_t k, const T* z, std::int64_t zStride, const T* a,
                           std::int64_t aStride, Rows<T> c, bool add) {
  using S = Simd<T>;
  typename S::Vector sum[kRows][2];
#pragma GCC unroll 16
  for (std::int64_t r = 0; r < kRows; ++r)
    for (int v = 0; v < 2; ++v)
      sum[r][v] = add ? S::load(c.row(r) + v * S::kLanes) : typename S::Vector{};
  for (std::int64_t i = 0; i < k; ++i, z += zStride, a += aStride) {
    const auto left = S::load(a);
    const auto right = S::load(a + S::kLanes);
#pragma GCC unroll 16
    for (std::int64_t r = 0; r < kRows; ++r) {
      sum[r][0] += z[r] * left;
      sum[r][1] += z[r] * right;
    }
  }
#pragma GCC unroll 16
  for (std::int64_t r = 0; r < kRows; ++r)
    for (int v = 0; v < 2; ++v) S::store(c.row(r) + v * S::kLanes, sum[r][v]);
}

template <typename T>
void accumulate(std::int64_t k, std::int64_t m, std::int64_t n, Rows<const T> z, Rows<const T> a,
                Rows<T> c, bool add) {
  constexpr std::int64_t kPanel = Simd<T>::kPanel;
  const std::int64_t padded = roundUp(n, kColumnMultiple);
  for (std::int64_t first = 0; first < padded; first += kPanel) {
    inTiles(roundUp(m, kRowMultiple), [&](auto height, std::int64_t row) {
      accumulateTile<height.value, T>(k, z.data + row, z.stride, a.data + first, a.stride,
                                      {c.row(row) + first, c.stride}, add);
    });
  }
}

template <typename T>
void addRows(std::int64_t rows, std::int64_t width, Rows<const T> z, T* sum, bool add) {
  if (!add) std::memset(sum, 0, static_cast<std::size_t>(width) * sizeof(T));
  for (std::int64_t i = 0; i < rows; ++i) {
    const T* row = z.row(i);
    for (std::int64_t j = 0; j < width; ++j) sum[j] += row[j];
  }
}

inline float squareRoot(float x) { return __builtin_sqrtf(x); }
inline double squareRoot(double x) { return __builtin_sqrt(x); }

template <typename T>
void adam(const AdamRates<T>& rates, std::int64_t count, const T* gradient, T* mean, T* square,
          T* parameters) {
  const AdamRates<T> r = rates;  // that no store can change
#pragma GCC ivdep
  for (std::int64_t i = 0; i < count; ++i) {
    const T g = gradient[i] + r.decay * parameters[i];
    const T m = r.beta1 * mean[i] + (T(1) - r.beta1) * g;
    const T s = r.beta2 * square[i] + (T(1) - r.beta2) * g * g;
    mean[i] = m;
    square[i] = s;
    parameters[i] -= r.step * m / (squareRoot(s) * r.rootCorrection + r.epsilon);
  }
}

template <typename F, typename T>
void valuePass(std::int64_t rows, std::int64_t width, Rows<const T> z, Rows<T> a) {
  for (std::int64_t i = 0; i < rows; ++i) {
    const T* from = z.row(i);
    T* to = a.row(i);
#pragma GCC ivdep
    for (std::int64_t j = 0; j < width; ++j) to[j] = F::value(from[j]);
  }
}

template <typename F, typename T>
void adjointPass(std::int64_t rows, std::int64_t width, Rows<const T> carrier, Rows<const T> g,
                 Rows<T> d, Rows<T> q) {
  for (std::int64_t i = 0; i < rows; ++i) {
    const T* c = carrier.row(i);
    const T* gi = g.row(i);
    T* di = d.row(i);
    T* qi = q.row(i);
#pragma GCC ivdep
    for (std::int64_t j = 0; j < width; ++j) {
      const auto f = F::derivatives(c[j]);
      const T gij = gi[j];
      di[j] = gij * f.first;
      qi[j] = gij * f.second;
    }
  }
}

template <typename F, typename T>
void tangentPass(std::int64_t rows, std::int64_t width, Rows<const T> carrier, Rows<T> t,
                 Rows<T> q) {
  for (std::int64_t i = 0; i < rows; ++i) {
    const T* c = carrier.row(i);
    T* ti = t.row(i);
    T* qi = q.row(i);
#pragma GCC ivdep
    for (std::int64_t j = 0; j < width; ++j) {
      const T before = ti[j];
      qi[j] *= before;
      ti[j] = before * F::derivatives(c[j]).first;
    }
  }
}

template <typename F, typename T>
void reversePass(std::int64_t rows, std::int64_t width, Rows<const T> carrier, Rows<const T> q,
                 Rows<T> b) {
  for (std::int64_t i = 0; i < rows; ++i) {
    const T* c = carrier.row(i);
    const T* qi = q.row(i);
    T* bi = b.row(i);
#pragma GCC ivdep
    for (std::int64_t j = 0; j < width; ++j) bi[j] = bi[j] * F::derivatives(c[j]).first + qi[j];
  }
}

/// One row of all channels; the number of directions and the order are known to the compiler,
/// so that the derivatives of f are computed once for all channels of a number.
template <typename F, int kOrder, int kDirections, typename T>
inline void taylorRow(std::int64_t width, std::int64_t stride, const T* z, T* a) {
#pragma GCC ivdep
  for (std::int64_t j = 0; j < width; ++j) {
    const T value = F::value(z[j]);
    const auto f = F::derivatives(F::kCarrierIsOutput ? value : z[j]);
    a[j] = value;
#pragma GCC unroll 4
    for (int i = 1; i <= kDirections; ++i) {
      const T slope = z[i * stride + j];
      a[i * stride + j] = f.first * slope;
      if constexpr (kOrder == 2) {
        const std::int64_t at = (kDirections + i) * stride + j;
        a[at] = f.second * slope * slope + f.first * z[at];
      }
    }
  }
}

template <typename F, int kOrder, int kDirections, typename T>
inline void taylorReverseRow(std::int64_t width, std::int64_t stride, const T* carrier, const T* z,
                             std::int64_t bStride, T* b) {
#pragma GCC ivdep
  for (std::int64_t j = 0; j < width; ++j) {
    const auto f = F::derivatives(carrier[j]);
    T sum = f.first * b[j];
#pragma GCC unroll 4
    for (int i = 1; i <= kDirections; ++i) {
      const T slope = z[i * stride + j];
      const T b1 = b[i * bStride + j];
      sum += f.second * slope * b1;
      T result = f.first * b1;
      if constexpr (kOrder == 2) {
        const T b2 = b[(kDirections + i) * bStride + j];
        sum += (f.third * slope * slope + f.second * z[(kDirections + i) * stride + j]) * b2;
        result += T(2) * f.second * slope * b2;
        b[(kDirections + i) * bStride + j] = f.first * b2;
      }
      b[i * bStride + j] = result;
    }
    b[j] = sum;
  }
}

/// Calls row(order, directions) with both as compile-time constants. kMaxDirections bounds them.
template <typename Row>
inline void forChannels(const Channels& channels, const Row& row) {
  using std::integral_constant;
  const auto ofOrder = [&](auto order) {
    switch (channels.directions) {
      case 1:
        return row(order, integral_constant<int, 1>{});
      case 2:
        return row(order, integral_constant<int, 2>{});
      case 3:
        return row(order, integral_constant<int, 3>{});
      default:
        return row(order, integral_constant<int, 4>{});
    }
  };
  if (channels.order == 0 || channels.directions == 0)
    row(integral_constant<int, 0>{}, integral_constant<int, 0>{});
  else if (channels.order == 1)
    ofOrder(integral_constant<int, 1>{});
  else
    ofOrder(integral_constant<int, 2>{});
}

template <typename F, typename T>
void taylorPass(std::int64_t rows, std::int64_t width, const Channels& channels, Rows<const T> z,
                Rows<T> a) {
  forChannels(channels, [&](auto order, auto directions) {
    for (std::int64_t i = 0; i < rows; ++i)
      taylorRow<F, order.value, directions.value, T>(width, channels.channelStride, z.row(i),
                                                     a.row(i));
  });
}

template <typename F, typename T>
void taylorReversePass(std::int64_t rows, std::int64_t width, const Channels& channels,
                       Rows<const T> carrier, Rows<const T> z, Rows<T> b, std::int64_t bStride) {
  forChannels(channels, [&](auto order, auto directions) {
    for (std::int64_t i = 0; i < rows; ++i)
      taylorReverseRow<F, order.value, directions.value, T>(
          width, channels.channelStride, carrier.row(i), z.row(i), bStride, b.row(i));
  });
}

template <typename F, typename T>
constexpr ActivationKernels<T> kernelsOf() {
  return {F::kCarrierIsOutput, valuePass<F, T>,  adjointPass<F, T>,      tangentPass<F, T>,
          reversePass<F, T>,   taylorPass<F, T>, taylorReversePass<F, T>};
}

template <typename T>
constexpr MlpKernels<T> kernels(const char* machine) {
  return {machine,
          pack<T>,
          multiply<T>,
          accumulate<T>,
          addRows<T>,
          adam<T>,
          {kernelsOf<Elu, T>(), kernelsOf<Tanh, T>(), kernelsOf<Gelu, T>(), kernelsOf<Silu, T>(),
           kernelsOf<Softplus, T>(), kernelsOf<Sine, T>()}};
}

}  // namespace
}  // namespace isochron
