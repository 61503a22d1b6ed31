// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/cubic_enlargement.h"

#include <algorithm>
#include <cassert>

namespace isochron {
namespace {

constexpr int kPoints = 4;

}  // namespace

CubicEnlargement::CubicEnlargement(int nx, int nz, int stride)
    : nx_(nx),
      nz_(nz),
      knownX_(known(nx, stride)),
      knownZ_(known(nz, stride)),
      x_(axis(nx, stride)),
      z_(axis(nz, stride)),
      rows_(static_cast<std::size_t>(knownZ_) * static_cast<std::size_t>(nx)) {}

CubicEnlargement::Axis CubicEnlargement::axis(int nodes, int stride) {
  assert(stride >= 1 && known(nodes, stride) >= kPoints);
  Axis result;
  for (int i = 0; i < nodes; ++i) {
    const double at = static_cast<double>(i) / stride;
    const int first = std::clamp(static_cast<int>(at) - 1, 0, known(nodes, stride) - kPoints);
    result.first.push_back(first);
    for (int k = 0; k < kPoints; ++k) {
      double weight = 1.0;
      for (int other = 0; other < kPoints; ++other)
        if (other != k) weight *= (at - first - other) / (k - other);
      result.weights.push_back(static_cast<float>(weight));
    }
  }
  return result;
}

void CubicEnlargement::apply(std::span<const float> known, std::span<float> all) {
  for (int row = 0; row < knownZ_; ++row) {
    const float* from = known.data() + static_cast<std::ptrdiff_t>(row) * knownX_;
    float* to = rows_.data() + static_cast<std::ptrdiff_t>(row) * nx_;
    for (int ix = 0; ix < nx_; ++ix) {
      const float* p = from + x_.first[static_cast<std::size_t>(ix)];
      const float* w = x_.weights.data() + static_cast<std::ptrdiff_t>(ix) * kPoints;
      to[ix] = w[0] * p[0] + w[1] * p[1] + w[2] * p[2] + w[3] * p[3];
    }
  }
  for (int iz = 0; iz < nz_; ++iz) {
    const float* p =
        rows_.data() + static_cast<std::ptrdiff_t>(z_.first[static_cast<std::size_t>(iz)]) * nx_;
    const float* w = z_.weights.data() + static_cast<std::ptrdiff_t>(iz) * kPoints;
    float* to = all.data() + static_cast<std::ptrdiff_t>(iz) * nx_;
    for (int ix = 0; ix < nx_; ++ix)
      to[ix] = w[0] * p[ix] + w[1] * p[nx_ + ix] + w[2] * p[2 * nx_ + ix] + w[3] * p[3 * nx_ + ix];
  }
}

}  // namespace isochron
