// SPDX-License-Identifier: GPL-3.0-or-later
// ConvKernels: the inner loops of convolutions on a CPU, compiled for several machines.
//
// Fields lie side by side: a *plane group* is (channels, height + 2, width + 2, kFieldLanes) with a
// border of zeros, its innermost index counting kFieldLanes fields. A vector holds the same node of
// many fields, so that every size of image and kernel, every stride and every number of channels
// runs at full width, and no border needs care.
#pragma once

#include <cstdint>

namespace isochron {

inline constexpr std::int64_t kFieldLanes = 16;

/// The extent of a plane group.
struct PlaneShape {
  std::int64_t channels = 0;
  std::int64_t height = 0;  ///< without the border, as width
  std::int64_t width = 0;

  std::int64_t rowLength() const { return (width + 2) * kFieldLanes; }
  std::int64_t channelLength() const { return (height + 2) * rowLength(); }
  std::int64_t length() const { return channels * channelLength(); }
};

inline constexpr int kMostTaps = 16;

/// A sum over the channels and taps of a kernel, at the nodes (rowStart + i rowStep, ...) of the
/// output, i < rows, j < columns: out[o] = bias[o] + sum in[c][node (i, j) * inputStep + tap] w.
struct ConvGather {
  PlaneShape input, output;
  std::int64_t inputStep = 1;
  std::int64_t outputStep = 1;
  std::int64_t rowStart = 0, columnStart = 0;
  std::int64_t rows = 0, columns = 0;
  int taps = 0;
  std::int64_t tapRow[kMostTaps] = {};  ///< at least -1 and so small that the border is not left
  std::int64_t tapColumn[kMostTaps] = {};
};

struct ConvKernels {
  const char* machine;
  /// `weights` is [tap][o][c], `bias` may be nullptr. The border of `out` is left as it is.
  void (*gather)(const ConvGather& shape, const float* in, const float* weights, const float* bias,
                 float* out);
  /// sums[o][c][ky][kx] += the sum over nodes and lanes of small[o][y][x] large[c][step y + ky - 1]
  /// [step x + kx - 1], for kernels of `size` (3 or 4) x `size`.
  void (*correlate)(const PlaneShape& small, const PlaneShape& large, std::int64_t step, int size,
                    const float* smallValues, const float* largeValues, float* sums);
  /// sums[c] += the sum of channel c.
  void (*addUp)(const PlaneShape& shape, const float* values, float* sums);
  /// a = z Phi(z), Phi being the normal distribution: GELU. a may be z.
  void (*gelu)(std::int64_t count, const float* z, float* a);
  /// d = g times the derivative of GELU at z. d may be g.
  void (*geluGradient)(std::int64_t count, const float* z, const float* g, float* d);
};

/// Those that kernelSet() chooses.
const ConvKernels& convKernels();
/// Those for one kind of machine (0 generic, 1 AVX2, 2 AVX-512), for tests; nullptr where this
/// machine cannot run them or there are none.
const ConvKernels* convKernelsOfMachine(int index);

}  // namespace isochron
