// SPDX-License-Identifier: GPL-3.0-or-later
// PairKernels: the inner loops of a branch-trunk network over pairs of a model and a point.
#pragma once

#include <cstdint>

namespace isochron {

/// Points of one tile. All arrays of a tile hold rows of this many numbers, one for each point.
inline constexpr std::int64_t kTilePoints = 128;

/// What is made of a branch b (groups x rank) and a trunk t (groups x rank, then groups):
///   h_g = sum_k b_gk t_gk + t_g,   u = mean h + c + sum_j w_j tanh(e_j + sum_g V_jg tanh(h_g)).
/// groups and hidden are multiples of 4.
struct PairShape {
  std::int64_t groups = 0;
  std::int64_t rank = 0;
  std::int64_t hidden = 0;

  std::int64_t branchCount() const { return groups * rank; }
  std::int64_t trunkCount() const { return groups * (rank + 1); }
  std::int64_t headCount() const { return hidden * (groups + 2) + 1; }
};

/// The head's parameters as they lie in memory: V (hidden x groups), e (hidden), w (hidden), c.
struct PairHead {
  const float* mixing = nullptr;
  const float* offsets = nullptr;
  const float* weights = nullptr;
  const float* constant = nullptr;
};
inline PairHead pairHead(const PairShape& shape, const float* parameters) {
  const float* offsets = parameters + shape.hidden * shape.groups;
  return {parameters, offsets, offsets + shape.hidden, offsets + 2 * shape.hidden};
}

struct PairKernels {
  const char* machine;  ///< "AVX-512", "AVX2" or "generic"
  std::int64_t lanes;   ///< sums over points are kept apart by lane: headBar is headCount x lanes
  /// u (kTilePoints) of one model at one tile of points. `trunk`: trunkCount rows. `scratch`:
  /// groups + hidden rows.
  void (*forward)(const PairShape& shape, const float* trunk, const float* branch,
                  const PairHead& head, float* scratch, float* u);
  /// From the derivative of a loss by u, in uBar: adds those by the trunk (trunkCount rows), by
  /// the branch (branchCount) and by the head (headCount x lanes). `scratch`: 2 groups + hidden
  /// rows.
  void (*backward)(const PairShape& shape, const float* trunk, const float* branch,
                   const PairHead& head, const float* uBar, float* scratch, float* trunkBar,
                   float* branchBar, float* headBar);
  /// du/dh_g (groups rows), at the beginning of `scratch`: 2 groups + hidden rows.
  void (*slopes)(const PairShape& shape, const float* trunk, const float* branch,
                 const PairHead& head, float* scratch);
};

/// Those that kernelSet() chooses.
const PairKernels& pairKernels();
/// Those of one kind of machine, for tests: 0 is generic; nullptr where this machine cannot run
/// them or the index is past the last.
const PairKernels* pairKernelsOfMachine(int index);

}  // namespace isochron
