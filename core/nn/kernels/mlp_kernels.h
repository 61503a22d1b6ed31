// SPDX-License-Identifier: GPL-3.0-or-later
// MlpKernels: the inner loops of network propagation on a CPU, compiled for several machines.
#pragma once

#include <array>
#include <cstdint>

#include "nn/activation.h"

namespace isochron {

/// Rows of a block (points) and the height of gradient tiles are multiples of this.
inline constexpr std::int64_t kRowMultiple = 4;
/// Matrices are as wide as the next multiple of this many numbers (and a bit more, see
/// leadingDimension), so that every load is a whole vector. What lies beyond the true width is
/// computed along and never read.
inline constexpr std::int64_t kColumnMultiple = 32;

constexpr std::int64_t roundUp(std::int64_t n, std::int64_t multiple) {
  return (n + multiple - 1) / multiple * multiple;
}

/// Numbers from one row to the next of a matrix `width` wide. Never a large power of two, whose
/// rows would all compete for the same few lines of the first-level cache.
constexpr std::int64_t leadingDimension(std::int64_t width) {
  const std::int64_t padded = roundUp(width, kColumnMultiple);
  return padded % 64 == 0 ? padded + 16 : padded;
}

/// A matrix of rows in memory; `stride` 0 repeats one row.
template <typename T>
struct Rows {
  T* data = nullptr;
  std::int64_t stride = 0;

  T* row(std::int64_t i) const { return data + i * stride; }
};

/// The channels of a block of points in forward propagation: the value, then `directions` first
/// derivatives, then (order 2) as many second ones, `channelStride` numbers apart.
struct Channels {
  std::int64_t directions = 0;
  int order = 0;
  std::int64_t channelStride = 0;

  std::int64_t count() const { return 1 + directions * order; }
};

/// Element-wise passes of one activation f over `rows` x `width` numbers, each reading and writing
/// every number once. z is a layer's input to the activation, a = f(z) its output. A *carrier* is
/// what derivatives are computed from: a itself where they follow from it (then z and a share
/// their memory), else z.
template <typename T>
struct ActivationKernels {
  bool carrierIsOutput;
  /// a = f(z).
  void (*value)(std::int64_t rows, std::int64_t width, Rows<const T> z, Rows<T> a);
  /// From g = du/da: d = g f' (which is du/dz) and q = g f''.
  void (*adjoint)(std::int64_t rows, std::int64_t width, Rows<const T> carrier, Rows<const T> g,
                  Rows<T> d, Rows<T> q);
  /// The derivative of a loss by d, in t, becomes that by g: t = t f'; what it adds to the
  /// derivative by z remains in q: q = q t (with the t of before).
  void (*tangent)(std::int64_t rows, std::int64_t width, Rows<const T> carrier, Rows<T> t,
                  Rows<T> q);
  /// From the derivative of the loss by a, in b, that by z: b = b f' + q.
  void (*reverse)(std::int64_t rows, std::int64_t width, Rows<const T> carrier, Rows<const T> q,
                  Rows<T> b);
  /// All channels of a from all channels of z.
  void (*taylor)(std::int64_t rows, std::int64_t width, const Channels& channels, Rows<const T> z,
                 Rows<T> a);
  /// The derivatives of the loss by all channels of a, in b (whose channels lie `bStride`
  /// numbers apart), become those by all channels of z. Channel 0 of `carrier` is the carrier,
  /// the others are those of z.
  void (*taylorReverse)(std::int64_t rows, std::int64_t width, const Channels& channels,
                        Rows<const T> carrier, Rows<const T> z, Rows<T> b, std::int64_t bStride);
};

/// Adam's rates for one step, the bias corrections among them.
template <typename T>
struct AdamRates {
  T beta1, beta2, step, rootCorrection, epsilon, decay;
};

template <typename T>
struct MlpKernels {
  const char* machine;  ///< "AVX-512", "AVX2" or "generic"
  /// Copies the k x n matrix w(i, j) = w[i * strideK + j * strideN] into panels that `multiply`
  /// reads in order, filled with zeros to the next multiple of kColumnMultiple columns.
  void (*pack)(const T* w, std::int64_t k, std::int64_t n, std::int64_t strideK,
               std::int64_t strideN, T* packed);
  /// c = start + a B for `rows` (a multiple of kRowMultiple) rows of k numbers and a packed k x n
  /// matrix B; without start.data c = a B. All of n's padding is written.
  void (*multiply)(std::int64_t rows, std::int64_t k, std::int64_t n, Rows<const T> a,
                   const T* packed, Rows<const T> start, Rows<T> c);
  /// c (+)= z^T a, summed over k rows: z is m wide (rounded up to kRowMultiple), a is n wide.
  /// `add` false overwrites c.
  void (*accumulate)(std::int64_t k, std::int64_t m, std::int64_t n, Rows<const T> z,
                     Rows<const T> a, Rows<T> c, bool add);
  /// sum (+)= the sum of z's rows.
  void (*addRows)(std::int64_t rows, std::int64_t width, Rows<const T> z, T* sum, bool add);
  /// One step of Adam on `count` parameters and their moments.
  void (*adam)(const AdamRates<T>& rates, std::int64_t count, const T* gradient, T* mean, T* square,
               T* parameters);
  std::array<ActivationKernels<T>, kActivationCount> activations;

  const ActivationKernels<T>& of(Activation activation) const {
    return activations[static_cast<std::size_t>(activation)];
  }
};

/// Those that kernelSet() chooses.
template <typename T>
const MlpKernels<T>& mlpKernels();

/// The kernels compiled for each kind of machine, and whether this one runs them; for tests.
/// `index` 0 is generic; returns nullptr where the machine lacks the instructions or the index
/// is past the last.
template <typename T>
const MlpKernels<T>* mlpKernelsOfMachine(int index);

}  // namespace isochron
