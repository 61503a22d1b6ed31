// SPDX-License-Identifier: GPL-3.0-or-later
// The pair kernels themselves, in terms of vectors of kVectorBytes; included once by each file that
// compiles them for a machine, after mlp_kernels_body.h.
#pragma once

#include "nn/kernels/mlp_kernels_body.h"
#include "nn/kernels/pair_kernels.h"

namespace isochron {
namespace {

using PairSimd = Simd<float>;
using PairVector = PairSimd::Vector;
/// Vectors that are worked on together: with four sums each they fill half of the registers.
constexpr std::int64_t kBlockVectors = 4;
constexpr std::int64_t kBlockPoints = kBlockVectors * PairSimd::kLanes;
static_assert(kTilePoints % kBlockPoints == 0);

inline void tanhRow(const float* z, float* a) {
#pragma GCC ivdep
  for (std::int64_t p = 0; p < kTilePoints; ++p) a[p] = Tanh::value(z[p]);
}

inline float sumOfLanes(PairVector v) {
  float parts[PairSimd::kLanes];
  std::memcpy(parts, &v, sizeof v);
  for (std::int64_t half = PairSimd::kLanes / 2; half > 0; half /= 2)
    for (std::int64_t i = 0; i < half; ++i) parts[i] += parts[i + half];
  return parts[0];
}

inline void addTo(float* sum, PairVector v) { PairSimd::store(sum, PairSimd::load(sum) + v); }

/// h (groups rows), and their mean in u. The trunk is read once, in the order it lies in memory:
/// with one model, memory is what this waits for.
void multiplyTrunk(const PairShape& shape, const float* trunk, const float* branch, float* h,
                   float* u) {
  const float* offsets = trunk + shape.branchCount() * kTilePoints;
  for (std::int64_t g = 0; g < shape.groups; ++g) {
    const float* rows = trunk + g * shape.rank * kTilePoints;
    for (std::int64_t p = 0; p < kTilePoints; p += kBlockPoints) {
      PairVector sum[kBlockVectors];
      for (std::int64_t v = 0; v < kBlockVectors; ++v)
        sum[v] = PairSimd::load(offsets + g * kTilePoints + p + v * PairSimd::kLanes);
      const float* t = rows + p;
      for (std::int64_t k = 0; k < shape.rank; ++k, t += kTilePoints) {
        const float b = branch[g * shape.rank + k];
        for (std::int64_t v = 0; v < kBlockVectors; ++v)
          sum[v] += b * PairSimd::load(t + v * PairSimd::kLanes);
      }
      for (std::int64_t v = 0; v < kBlockVectors; ++v)
        PairSimd::store(h + g * kTilePoints + p + v * PairSimd::kLanes, sum[v]);
    }
  }
  const float share = 1.0f / static_cast<float>(shape.groups);
  for (std::int64_t p = 0; p < kTilePoints; p += PairSimd::kLanes) {
    PairVector mean{};
    for (std::int64_t g = 0; g < shape.groups; ++g)
      mean += share * PairSimd::load(h + g * kTilePoints + p);
    PairSimd::store(u + p, mean);
  }
}

/// to (rows x tile) = start (rows; nullptr: zero) + matrix (rows x count, strides as given) times
/// from (count x tile). Four rows at a time.
inline void mixRows(std::int64_t rows, std::int64_t count, const float* matrix,
                    std::int64_t rowStride, std::int64_t columnStride, const float* start,
                    const float* from, float* to) {
  for (std::int64_t p = 0; p < kTilePoints; p += kBlockPoints)
    for (std::int64_t j = 0; j < rows; j += 4) {
      PairVector sum[4][kBlockVectors];
      for (std::int64_t r = 0; r < 4; ++r)
        for (std::int64_t v = 0; v < kBlockVectors; ++v)
          sum[r][v] = PairVector{} + (start ? start[j + r] : 0.0f);
      for (std::int64_t i = 0; i < count; ++i) {
        PairVector a[kBlockVectors];
        for (std::int64_t v = 0; v < kBlockVectors; ++v)
          a[v] = PairSimd::load(from + i * kTilePoints + p + v * PairSimd::kLanes);
        for (std::int64_t r = 0; r < 4; ++r) {
          const float factor = matrix[(j + r) * rowStride + i * columnStride];
          for (std::int64_t v = 0; v < kBlockVectors; ++v) sum[r][v] += factor * a[v];
        }
      }
      for (std::int64_t r = 0; r < 4; ++r)
        for (std::int64_t v = 0; v < kBlockVectors; ++v)
          PairSimd::store(to + (j + r) * kTilePoints + p + v * PairSimd::kLanes, sum[r][v]);
    }
}

/// The hidden layer's output (hidden rows).
void hiddenLayer(const PairShape& shape, const PairHead& head, const float* a, float* hidden) {
  mixRows(shape.hidden, shape.groups, head.mixing, shape.groups, 1, head.offsets, a, hidden);
  for (std::int64_t j = 0; j < shape.hidden; ++j)
    tanhRow(hidden + j * kTilePoints, hidden + j * kTilePoints);
}

void pairForward(const PairShape& shape, const float* trunk, const float* branch,
                 const PairHead& head, float* scratch, float* u) {
  float* a = scratch;
  float* hidden = a + shape.groups * kTilePoints;
  multiplyTrunk(shape, trunk, branch, a, u);
  for (std::int64_t g = 0; g < shape.groups; ++g) tanhRow(a + g * kTilePoints, a + g * kTilePoints);
  hiddenLayer(shape, head, a, hidden);
  for (std::int64_t p = 0; p < kTilePoints; p += PairSimd::kLanes) {
    PairVector sum = PairSimd::load(u + p) + *head.constant;
    for (std::int64_t j = 0; j < shape.hidden; ++j)
      sum += head.weights[j] * PairSimd::load(hidden + j * kTilePoints + p);
    PairSimd::store(u + p, sum);
  }
}

/// Through w, c and the second tanh: hidden becomes the derivative by its input.
void reverseOutput(const PairShape& shape, const PairHead& head, const float* uBar, float* hidden,
                   float* headBar) {
  constexpr std::int64_t kLanes = PairSimd::kLanes;
  float* offsetBars = headBar + shape.hidden * shape.groups * kLanes;
  float* weightBars = offsetBars + shape.hidden * kLanes;
  PairVector constantBar{};
  for (std::int64_t p = 0; p < kTilePoints; p += kLanes) constantBar += PairSimd::load(uBar + p);
  addTo(weightBars + shape.hidden * kLanes, constantBar);
  for (std::int64_t j = 0; j < shape.hidden; ++j) {
    PairVector weightBar{}, offsetBar{};
    for (std::int64_t p = 0; p < kTilePoints; p += kLanes) {
      const PairVector a = PairSimd::load(hidden + j * kTilePoints + p);
      const PairVector bar = PairSimd::load(uBar + p);
      const PairVector z = head.weights[j] * bar * (1.0f - a * a);
      weightBar += bar * a;
      offsetBar += z;
      PairSimd::store(hidden + j * kTilePoints + p, z);
    }
    addTo(weightBars + j * kLanes, weightBar);
    addTo(offsetBars + j * kLanes, offsetBar);
  }
}

/// The derivative by V: products of hidden (bars) and a, summed over the points.
void addMixingBars(const PairShape& shape, const float* hidden, const float* a, float* headBar) {
  constexpr std::int64_t kLanes = PairSimd::kLanes;
  for (std::int64_t j = 0; j < shape.hidden; j += 4)
    for (std::int64_t g = 0; g < shape.groups; g += 4) {
      PairVector sum[4][4] = {};
      for (std::int64_t p = 0; p < kTilePoints; p += kLanes) {
        PairVector right[4];
        for (std::int64_t c = 0; c < 4; ++c)
          right[c] = PairSimd::load(a + (g + c) * kTilePoints + p);
        for (std::int64_t r = 0; r < 4; ++r) {
          const PairVector left = PairSimd::load(hidden + (j + r) * kTilePoints + p);
          for (std::int64_t c = 0; c < 4; ++c) sum[r][c] += left * right[c];
        }
      }
      for (std::int64_t r = 0; r < 4; ++r)
        for (std::int64_t c = 0; c < 4; ++c)
          addTo(headBar + ((j + r) * shape.groups + g + c) * kLanes, sum[r][c]);
    }
}

/// From the derivative by h to those by branch and trunk.
void reverseTrunk(const PairShape& shape, const float* trunk, const float* branch,
                  const float* hBar, float* trunkBar, float* branchBar) {
  constexpr std::int64_t kLanes = PairSimd::kLanes;
  constexpr std::int64_t kVectors = kTilePoints / kLanes;
  constexpr std::int64_t kHeld = kVectors < 8 ? kVectors : 8;
  float* offsetBars = trunkBar + shape.branchCount() * kTilePoints;
  for (std::int64_t g = 0; g < shape.groups; ++g)
    for (std::int64_t p = 0; p < kTilePoints; p += kHeld * kLanes) {
      PairVector bar[kHeld];
      for (std::int64_t v = 0; v < kHeld; ++v) {
        bar[v] = PairSimd::load(hBar + g * kTilePoints + p + v * kLanes);
        addTo(offsetBars + g * kTilePoints + p + v * kLanes, bar[v]);
      }
      for (std::int64_t k = 0; k < shape.rank; ++k) {
        const std::int64_t i = g * shape.rank + k;
        const float* t = trunk + i * kTilePoints + p;
        float* tBar = trunkBar + i * kTilePoints + p;
        const float b = branch[i];
        PairVector sum{};
        for (std::int64_t v = 0; v < kHeld; ++v) {
          sum += bar[v] * PairSimd::load(t + v * kLanes);
          addTo(tBar + v * kLanes, b * bar[v]);
        }
        branchBar[i] += sumOfLanes(sum);
      }
    }
}

/// Through the first tanh and the mean: hBar becomes the derivative by h.
void reverseSums(const PairShape& shape, const float* uBar, const float* a, float* hBar) {
  const float share = 1.0f / static_cast<float>(shape.groups);
  for (std::int64_t g = 0; g < shape.groups; ++g)
    for (std::int64_t p = 0; p < kTilePoints; p += PairSimd::kLanes) {
      float* bar = hBar + g * kTilePoints + p;
      const PairVector value = PairSimd::load(a + g * kTilePoints + p);
      PairSimd::store(
          bar, PairSimd::load(bar) * (1.0f - value * value) + share * PairSimd::load(uBar + p));
    }
}

void pairBackward(const PairShape& shape, const float* trunk, const float* branch,
                  const PairHead& head, const float* uBar, float* scratch, float* trunkBar,
                  float* branchBar, float* headBar) {
  const std::int64_t count = shape.groups * kTilePoints;
  float* a = scratch;
  float* hBar = a + count;
  float* hidden = hBar + count;
  float unused[kTilePoints];
  multiplyTrunk(shape, trunk, branch, a, unused);
  for (std::int64_t g = 0; g < shape.groups; ++g) tanhRow(a + g * kTilePoints, a + g * kTilePoints);
  hiddenLayer(shape, head, a, hidden);
  reverseOutput(shape, head, uBar, hidden, headBar);
  addMixingBars(shape, hidden, a, headBar);
  mixRows(shape.groups, shape.hidden, head.mixing, 1, shape.groups, nullptr, hidden, hBar);
  reverseSums(shape, uBar, a, hBar);
  reverseTrunk(shape, trunk, branch, hBar, trunkBar, branchBar);
}

void pairSlopes(const PairShape& shape, const float* trunk, const float* branch,
                const PairHead& head, float* scratch) {
  float* hBar = scratch;
  float* a = hBar + shape.groups * kTilePoints;
  float* hidden = a + shape.groups * kTilePoints;
  float ones[kTilePoints];
  multiplyTrunk(shape, trunk, branch, a, ones);
  for (float& one : ones) one = 1.0f;
  for (std::int64_t g = 0; g < shape.groups; ++g) tanhRow(a + g * kTilePoints, a + g * kTilePoints);
  hiddenLayer(shape, head, a, hidden);
  for (std::int64_t j = 0; j < shape.hidden; ++j)
    for (std::int64_t p = 0; p < kTilePoints; p += PairSimd::kLanes) {
      float* row = hidden + j * kTilePoints + p;
      const PairVector value = PairSimd::load(row);
      PairSimd::store(row, head.weights[j] * (1.0f - value * value));
    }
  mixRows(shape.groups, shape.hidden, head.mixing, 1, shape.groups, nullptr, hidden, hBar);
  reverseSums(shape, ones, a, hBar);
}

constexpr PairKernels pairKernelsNamed(const char* machine) {
  return {machine, PairSimd::kLanes, pairForward, pairBackward, pairSlopes};
}

}  // namespace
}  // namespace isochron
