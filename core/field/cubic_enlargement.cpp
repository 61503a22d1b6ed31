// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/cubic_enlargement.h"

#include <algorithm>
#include <cassert>

namespace isochron {
namespace {

constexpr int kMostPoints = 4;

}  // namespace

CubicEnlargement::CubicEnlargement(int nx, int nz, int strideX, int strideZ)
    : nx_(nx),
      nz_(nz),
      knownX_(known(nx, strideX)),
      knownZ_(known(nz, strideZ)),
      x_(axis(nx, strideX)),
      z_(axis(nz, strideZ)),
      rows_(static_cast<std::size_t>(knownZ_) * static_cast<std::size_t>(nx)) {}

CubicEnlargement::Axis CubicEnlargement::axis(int nodes, int stride) {
  assert(stride >= 1 && nodes >= 1);
  Axis result;
  result.points = std::min(kMostPoints, known(nodes, stride));
  for (int i = 0; i < nodes; ++i) {
    const double at = static_cast<double>(i) / stride;
    const int first = std::clamp(static_cast<int>(at) - 1, 0, known(nodes, stride) - result.points);
    result.first.push_back(first);
    for (int k = 0; k < result.points; ++k) {
      double weight = 1.0;
      for (int other = 0; other < result.points; ++other)
        if (other != k) weight *= (at - first - other) / (k - other);
      result.weights.push_back(static_cast<float>(weight));
    }
  }
  return result;
}

void CubicEnlargement::apply(std::span<const float> known, std::span<float> all) {
  const auto weightsOf = [](const Axis& axis, int node) {
    return axis.weights.data() + static_cast<std::ptrdiff_t>(node) * axis.points;
  };
  for (int row = 0; row < knownZ_; ++row) {
    const float* from = known.data() + static_cast<std::ptrdiff_t>(row) * knownX_;
    float* to = rows_.data() + static_cast<std::ptrdiff_t>(row) * nx_;
    for (int ix = 0; ix < nx_; ++ix) {
      const float* p = from + x_.first[static_cast<std::size_t>(ix)];
      const float* w = weightsOf(x_, ix);
      float sum = w[0] * p[0];
      for (int k = 1; k < x_.points; ++k) sum += w[k] * p[k];
      to[ix] = sum;
    }
  }
  for (int iz = 0; iz < nz_; ++iz) {
    const float* p =
        rows_.data() + static_cast<std::ptrdiff_t>(z_.first[static_cast<std::size_t>(iz)]) * nx_;
    const float* w = weightsOf(z_, iz);
    float* to = all.data() + static_cast<std::ptrdiff_t>(iz) * nx_;
    for (int ix = 0; ix < nx_; ++ix) to[ix] = w[0] * p[ix];
    for (int k = 1; k < z_.points; ++k)
      for (int ix = 0; ix < nx_; ++ix)
        to[ix] += w[k] * p[static_cast<std::ptrdiff_t>(k) * nx_ + ix];
  }
}

}  // namespace isochron
