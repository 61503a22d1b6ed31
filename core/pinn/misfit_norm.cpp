// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/misfit_norm.h"

#include <cmath>

namespace isochron {

MisfitNorm::MisfitNorm(int nx, int nz, double hx, double hz, std::span<const float> velocity,
                       double meanTime)
    : nx_(nx),
      nz_(nz),
      weights_(velocity.size(), 1.0f),
      right_(velocity.size(), 0.0f),
      below_(velocity.size(), 0.0f) {
  constexpr double kSlopeShare = 1e-4;
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix) {
      const auto i = static_cast<std::size_t>(iz) * static_cast<std::size_t>(nx) +
                     static_cast<std::size_t>(ix);
      const auto share = [&](double h) {
        const double relative = meanTime * static_cast<double>(velocity[i]) / h;
        return static_cast<float>(kSlopeShare * relative * relative);
      };
      if (ix + 1 < nx) right_[i] = share(hx);
      if (iz + 1 < nz) below_[i] = share(hz);
    }
}

void MisfitNorm::weigh(std::span<const float> misfit) {
  double mean = 0.0;
  for (const float e : misfit) mean += std::abs(static_cast<double>(e));
  mean /= static_cast<double>(misfit.size());
  for (std::size_t i = 0; i < misfit.size(); ++i)
    weights_[i] = mean > 0.0 ? static_cast<float>(mean / std::hypot(misfit[i], mean)) : 1.0f;
}

void MisfitNorm::apply(const float* misfits, std::int64_t width, std::int64_t stride,
                       std::int64_t first, std::int64_t last, float* out) const {
  const auto row = [&](std::int64_t i) { return misfits + i * stride; };
  for (std::int64_t i = first; i < last; ++i) {
    const auto at = [](const std::vector<float>& values, std::int64_t n) {
      return values[static_cast<std::size_t>(n)];
    };
    // A neighbour that is not there counts nothing: the node itself stands in for it.
    const bool hasLeft = i % nx_ > 0, hasAbove = i >= nx_;
    const float left = hasLeft ? at(right_, i - 1) : 0.0f, right = at(right_, i);
    const float above = hasAbove ? at(below_, i - nx_) : 0.0f, below = at(below_, i);
    const float *here = row(i), *l = hasLeft ? row(i - 1) : here,
                *r = right > 0 ? row(i + 1) : here;
    const float *a = hasAbove ? row(i - nx_) : here, *b = below > 0 ? row(i + nx_) : here;
    const float all = at(weights_, i) + left + right + above + below;
    float* to = out + i * stride;
    for (std::int64_t k = 0; k < width; ++k)
      to[k] = all * here[k] - left * l[k] - right * r[k] - above * a[k] - below * b[k];
  }
}

}  // namespace isochron
