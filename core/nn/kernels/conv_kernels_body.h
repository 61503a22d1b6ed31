// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution kernels themselves, in terms of vectors of kVectorBytes; included once by each
// file that compiles them for a machine. All in an unnamed namespace: the linker must never
// exchange code of one machine for that of another.
#pragma once

#include "nn/kernels/activation_formulas.h"
#include "nn/kernels/conv_kernels.h"

namespace isochron {
namespace {

constexpr std::int64_t kLanes = kVectorBytes / sizeof(float);
typedef float Lanes __attribute__((vector_size(kVectorBytes), aligned(alignof(float)), may_alias));

inline Lanes loadLanes(const float* p) { return *reinterpret_cast<const Lanes*>(p); }
inline void storeLanes(float* p, Lanes v) { *reinterpret_cast<Lanes*>(p) = v; }
inline float sumOf(Lanes v) {
  float sum = 0.0f;
  for (std::int64_t i = 0; i < kLanes; ++i) sum += v[i];
  return sum;
}

/// `kOut` channels of the output at `kNodes` neighbouring nodes, in registers.
template <int kOut, int kNodes>
inline void gatherTile(const ConvGather& shape, const std::int64_t* offsets, const float* in,
                       const float* weights, const float* bias, float* out) {
  const std::int64_t inputs = shape.input.channels;
  const std::int64_t inputStep = shape.inputStep * kFieldLanes;
  const std::int64_t channelLength = shape.input.channelLength();
  Lanes sum[kOut][kNodes];
#pragma GCC unroll 8
  for (int o = 0; o < kOut; ++o)
#pragma GCC unroll 8
    for (int n = 0; n < kNodes; ++n) sum[o][n] = Lanes{} + (bias ? bias[o] : 0.0f);
  for (std::int64_t c = 0; c < inputs; ++c) {
    const float* channel = in + c * channelLength;
    const float* w = weights + c;
    for (int tap = 0; tap < shape.taps; ++tap, w += shape.output.channels * inputs) {
      const float* nodes = channel + offsets[tap];
      Lanes value[kNodes];
#pragma GCC unroll 8
      for (int n = 0; n < kNodes; ++n) value[n] = loadLanes(nodes + n * inputStep);
#pragma GCC unroll 8
      for (int o = 0; o < kOut; ++o) {
        const float factor = w[o * inputs];
#pragma GCC unroll 8
        for (int n = 0; n < kNodes; ++n) sum[o][n] += factor * value[n];
      }
    }
  }
  const std::int64_t outputStep = shape.outputStep * kFieldLanes;
  const std::int64_t outputChannel = shape.output.channelLength();
#pragma GCC unroll 8
  for (int o = 0; o < kOut; ++o)
#pragma GCC unroll 8
    for (int n = 0; n < kNodes; ++n)
      storeLanes(out + o * outputChannel + n * outputStep, sum[o][n]);
}

/// One row of nodes for `kOut` channels of the output.
template <int kOut>
inline void gatherRow(const ConvGather& shape, const std::int64_t* offsets, const float* in,
                      const float* weights, const float* bias, float* out) {
  const std::int64_t inputStep = shape.inputStep * kFieldLanes;
  const std::int64_t outputStep = shape.outputStep * kFieldLanes;
  for (std::int64_t lane = 0; lane < kFieldLanes; lane += kLanes) {
    std::int64_t j = 0;
    for (; j + kTileNodes <= shape.columns; j += kTileNodes)
      gatherTile<kOut, kTileNodes>(shape, offsets, in + lane + j * inputStep, weights, bias,
                                   out + lane + j * outputStep);
    for (; j < shape.columns; ++j)
      gatherTile<kOut, 1>(shape, offsets, in + lane + j * inputStep, weights, bias,
                          out + lane + j * outputStep);
  }
}

void gather(const ConvGather& shape, const float* in, const float* weights, const float* bias,
            float* out) {
  const std::int64_t inputRow = shape.input.rowLength(), outputRow = shape.output.rowLength();
  std::int64_t offsets[kMostTaps];
  for (int tap = 0; tap < shape.taps; ++tap)
    offsets[tap] = (shape.tapRow[tap] + 1) * inputRow + (shape.tapColumn[tap] + 1) * kFieldLanes;
  for (std::int64_t i = 0; i < shape.rows; ++i) {
    const float* from = in + i * shape.inputStep * inputRow;
    float* to = out + (shape.rowStart + i * shape.outputStep + 1) * outputRow +
                (shape.columnStart + 1) * kFieldLanes;
    std::int64_t o = 0;
    const auto row = [&]<int kOut>(std::integral_constant<int, kOut>) {
      gatherRow<kOut>(shape, offsets, from, weights + o * shape.input.channels,
                      bias ? bias + o : nullptr, to + o * shape.output.channelLength());
      o += kOut;
    };
    while (o + kTileOutputs <= shape.output.channels)
      row(std::integral_constant<int, kTileOutputs>{});
    while (o < shape.output.channels) row(std::integral_constant<int, 1>{});
  }
}

/// Nodes that are added up in registers before the lanes are: enough to hide that, few enough for
/// the first-level cache.
constexpr std::int64_t kNodesAtOnce = 64;

/// One row of taps of kernels from `kLarge` to `kSmall` channels, over some rows of nodes.
template <int kSmall, int kLarge, int kTaps>
inline void correlateTile(const PlaneShape& small, const PlaneShape& large, std::int64_t step,
                          std::int64_t rows, const float* smallValues, const float* largeValues,
                          float* sums) {
  Lanes sum[kSmall][kLarge][kTaps] = {};
  const std::int64_t smallChannel = small.channelLength(), largeChannel = large.channelLength();
  for (std::int64_t y = 0; y < rows; ++y) {
    for (std::int64_t lane = 0; lane < kFieldLanes; lane += kLanes) {
      const float* s = smallValues + y * small.rowLength() + lane;
      const float* l = largeValues + y * step * large.rowLength() + lane;
      for (std::int64_t x = 0; x < small.width; ++x, s += kFieldLanes, l += step * kFieldLanes) {
        Lanes factor[kSmall];
#pragma GCC unroll 8
        for (int o = 0; o < kSmall; ++o) factor[o] = loadLanes(s + o * smallChannel);
#pragma GCC unroll 8
        for (int c = 0; c < kLarge; ++c) {
#pragma GCC unroll 8
          for (int k = 0; k < kTaps; ++k) {
            const Lanes value = loadLanes(l + c * largeChannel + k * kFieldLanes);
#pragma GCC unroll 8
            for (int o = 0; o < kSmall; ++o) sum[o][c][k] += factor[o] * value;
          }
        }
      }
    }
  }
#pragma GCC unroll 8
  for (int o = 0; o < kSmall; ++o)
#pragma GCC unroll 8
    for (int c = 0; c < kLarge; ++c)
#pragma GCC unroll 8
      for (int k = 0; k < kTaps; ++k)
        sums[(o * large.channels + c) * kTaps * kTaps + k] += sumOf(sum[o][c][k]);
}

template <int kTaps>
void correlateKernels(const PlaneShape& small, const PlaneShape& large, std::int64_t step,
                      const float* smallValues, const float* largeValues, float* sums) {
  const std::int64_t most = kNodesAtOnce > small.width ? kNodesAtOnce / small.width : 1;
  for (std::int64_t first = 0; first < small.height; first += most) {
    const std::int64_t rows = small.height - first < most ? small.height - first : most;
    const float* s = smallValues + (first + 1) * small.rowLength() + kFieldLanes;
    for (std::int64_t o = 0; o < small.channels;) {
      const bool manySmall = o + kTileOutputs <= small.channels;
      for (std::int64_t c = 0; c < large.channels;) {
        const bool manyLarge = kTileInputs > 1 && c + kTileInputs <= large.channels;
        const float* from = s + o * small.channelLength();
        const float* to =
            largeValues + c * large.channelLength() + first * step * large.rowLength();
        float* kernel = sums + (o * large.channels + c) * kTaps * kTaps;
        for (int ky = 0; ky < kTaps; ++ky, to += large.rowLength(), kernel += kTaps) {
          if (manySmall && manyLarge)
            correlateTile<kTileOutputs, kTileInputs, kTaps>(small, large, step, rows, from, to,
                                                            kernel);
          else if (manySmall)
            correlateTile<kTileOutputs, 1, kTaps>(small, large, step, rows, from, to, kernel);
          else
            correlateTile<1, 1, kTaps>(small, large, step, rows, from, to, kernel);
        }
        c += manySmall && manyLarge ? kTileInputs : 1;
      }
      o += manySmall ? kTileOutputs : 1;
    }
  }
}

void correlate(const PlaneShape& small, const PlaneShape& large, std::int64_t step, int size,
               const float* smallValues, const float* largeValues, float* sums) {
  if (size == 3)
    correlateKernels<3>(small, large, step, smallValues, largeValues, sums);
  else
    correlateKernels<4>(small, large, step, smallValues, largeValues, sums);
}

void addUp(const PlaneShape& shape, const float* values, float* sums) {
  for (std::int64_t c = 0; c < shape.channels; ++c) {
    const float* channel = values + c * shape.channelLength();
    Lanes sum = {};
    for (std::int64_t i = 0; i < shape.channelLength(); i += kLanes) sum += loadLanes(channel + i);
    sums[c] += sumOf(sum);
  }
}

void gelu(std::int64_t count, const float* z, float* a) {
#pragma GCC ivdep
  for (std::int64_t i = 0; i < count; ++i) a[i] = z[i] * normal(z[i]).distribution;
}

void geluGradient(std::int64_t count, const float* z, const float* g, float* d) {
#pragma GCC ivdep
  for (std::int64_t i = 0; i < count; ++i) {
    const Normal<float> n = normal(z[i]);
    d[i] = g[i] * (n.distribution + z[i] * n.density);
  }
}

constexpr ConvKernels convKernelsNamed(const char* machine) {
  return {machine, gather, correlate, addUp, gelu, geluGradient};
}

}  // namespace
}  // namespace isochron
