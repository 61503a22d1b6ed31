// SPDX-License-Identifier: GPL-3.0-or-later
// forEachBlock of MlpPropagation, for the files that hold its sweeps.
#pragma once

#include <algorithm>

#include "nn/mlp_propagation.h"

namespace isochron {

template <typename T>
template <typename Work>
void MlpPropagation<T>::forEachBlock(const Work& work) const {
  constexpr std::int64_t kBlockRows = 24;
  for (std::int64_t row = 0; row < chunkRows_; row += kBlockRows)
    work(row, std::min(kBlockRows, chunkRows_ - row));
}

}  // namespace isochron
