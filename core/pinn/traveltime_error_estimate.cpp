// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/traveltime_error_estimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isochron {

TraveltimeErrorEstimate::TraveltimeErrorEstimate(const VelocityModel& model, Point source)
    : model_(model), source_(source) {
  const Grid& grid = model.grid();
  const auto nodes = static_cast<std::size_t>(grid.size());
  radii_.reserve(nodes);
  for (int iz = 0; iz < grid.nz; ++iz)
    for (int ix = 0; ix < grid.nx; ++ix)
      radii_.push_back(static_cast<float>(distance(grid.node(iz, ix), source)));
  times_.resize(nodes);
  errors_.resize(nodes);
  order_.resize(nodes);
  std::iota(order_.begin(), order_.end(), 0);
}

void TraveltimeErrorEstimate::sort() {
  std::sort(order_.begin(), order_.end(), [&](int a, int b) {
    return times_[static_cast<std::size_t>(a)] < times_[static_cast<std::size_t>(b)];
  });
}

std::span<const float> TraveltimeErrorEstimate::of(std::span<const float> slowness) {
  slowness_.assign(slowness.begin(), slowness.end());
  for (std::size_t i = 0; i < slowness_.size(); ++i) times_[i] = radii_[i] * slowness_[i];
  sort();
  std::fill(errors_.begin(), errors_.end(), 0.0f);
  for (const int index : order_)
    errors_[static_cast<std::size_t>(index)] = static_cast<float>(errorAt(index));
  return errors_;
}

TraveltimeErrorEstimate::Slope TraveltimeErrorEstimate::slopeAlong(int index, int stride,
                                                                   int before, int after,
                                                                   double direction,
                                                                   double rate) const {
  const auto at = [](const std::vector<float>& values, int i) {
    return static_cast<double>(values[static_cast<std::size_t>(i)]);
  };
  const double s = at(slowness_, index);
  Slope best;
  const auto consider = [&](int room, int step, double sign) {
    if (room < 1) return;
    const int near = index + step, far = near + step;
    const double first = sign * direction * s + rate * (s - at(slowness_, near));
    if (first <= best.value) return;
    if (at(times_, near) >= at(times_, index)) {
      // The source lies between the two: what is wrong here is as wrong there.
      best = {first, sign * direction, 0.0};
      return;
    }
    best = {first, sign * direction + rate, -rate * at(errors_, near)};
    if (room < 2 || at(times_, far) >= at(times_, near)) return;
    const double second = first + 0.5 * rate * (s - 2.0 * at(slowness_, near) + at(slowness_, far));
    if (second > 0.0)
      best = {second, sign * direction + 1.5 * rate,
              rate * (0.5 * at(errors_, far) - 2.0 * at(errors_, near))};
  };
  consider(before, -stride, 1.0);
  consider(after, stride, -1.0);
  return best;
}

double TraveltimeErrorEstimate::errorAt(int index) const {
  const Grid& grid = model_.grid();
  const int iz = index / grid.nx, ix = index % grid.nx;
  const double r = radii_[static_cast<std::size_t>(index)];
  if (r == 0.0) return 0.0;
  const Point node = grid.node(iz, ix);
  const Slope x = slopeAlong(index, 1, ix, grid.nx - 1 - ix, (node.x - source_.x) / r, r / grid.dx);
  const Slope z =
      slopeAlong(index, grid.nx, iz, grid.nz - 1 - iz, (node.z - source_.z) / r, r / grid.dz);
  const double length = std::sqrt(x.value * x.value + z.value * z.value);
  const double here = x.value * x.here + z.value * z.here;
  if (length <= 0.0 || here <= 0.0) return 0.0;
  const double residual = length - 1.0 / model_.velocity()(iz, ix);
  return -(length * residual + x.value * x.carried + z.value * z.carried) / here;
}

}  // namespace isochron
