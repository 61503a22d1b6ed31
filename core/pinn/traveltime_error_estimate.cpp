// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/traveltime_error_estimate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "eikonal/factored_difference.h"
#include "eikonal/source_cells.h"

namespace isochron {
namespace {

constexpr int kPadding = 4;  // nodes around the grid, so that stencils need no bounds checks
constexpr double kNotReached = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-10;  // relative
constexpr double kOnNode = 1e-9;     // of a cell

}  // namespace

/// What one direction knows of a node's arrival, seen from its earlier neighbour there.
struct TraveltimeErrorEstimate::Side {
  bool known;
  bool sourceBeside;  // the source lies less than a node off in this direction
  double after;       // s, the neighbour's arrival
  double spacing;     // km
  double cosine;      // slope of r
  double slopeOfS;    // at the source, (s/km)/km
  FactoredDifference high, low;

  /// The mean slowness from this direction alone. Across it T is at its least and its slope next
  /// to nothing, except where the source lies beside: there it follows from T = r s.
  template <typename Causal>
  double alone(const Side& across, double slowness, double r, const Causal& isCausal) const {
    constexpr double kCloseToSource = 4.0;  // steps
    FactoredDifference slopeAcross{0.0, 0.0};
    if (across.sourceBeside)
      slopeAcross = {across.cosine, r < kCloseToSource * spacing ? -r * across.slopeOfS : 0.0};
    for (const FactoredDifference& difference : {high, low}) {
      const double s = solveSingle(difference, slopeAcross, slowness);
      if (isCausal(s, r, after)) return s;
    }
    return (after + slowness * spacing) / r;
  }
};

TraveltimeErrorEstimate::TraveltimeErrorEstimate(const VelocityModel& model, Point source)
    : model_(model), source_(source), leastSlowness_((1.0 - kRounding) / model.max()) {
  const Grid& grid = model.grid();
  const Point slope = meanSlownessSlope(model, source);
  x_ = {1, grid.dx, slope.x};
  z_ = {grid.nx + 2 * kPadding, grid.dz, slope.z};
  const auto nodes = static_cast<std::size_t>(grid.size());
  radii_.reserve(nodes);
  for (int iz = 0; iz < grid.nz; ++iz)
    for (int ix = 0; ix < grid.nx; ++ix)
      radii_.push_back(static_cast<float>(distance(grid.node(iz, ix), source)));
  arrivals_.assign(nodes, std::numeric_limits<float>::infinity());
  order_.resize(nodes);
  const std::size_t all = padded(grid.nz + kPadding, 0);
  time_.resize(all);
  slowness_.resize(all);
}

std::size_t TraveltimeErrorEstimate::padded(int iz, int ix) const {
  return static_cast<std::size_t>(iz + kPadding) * static_cast<std::size_t>(z_.stride) +
         static_cast<std::size_t>(ix + kPadding);
}

TraveltimeErrorEstimate::Side TraveltimeErrorEstimate::sideAt(std::size_t node, const Axis& axis,
                                                              double offset, double r) const {
  const double* time = &time_[node];
  const double* s = &slowness_[node];
  const int sign = time[axis.stride] < time[-axis.stride] ? 1 : -1;
  const std::ptrdiff_t step = sign * axis.stride;
  const double cosine = -sign * offset / r, steps = r / axis.spacing;
  const UpwindNeighbours neighbours{s[step],
                                    s[2 * step],
                                    s[3 * step],
                                    s[4 * step],
                                    time[2 * step] < kNotReached,
                                    time[3 * step] < kNotReached && time[4 * step] < kNotReached};
  return {time[step] < kNotReached,
          std::abs(offset) < (1.0 - kOnNode) * axis.spacing,
          time[step],
          axis.spacing,
          cosine,
          -sign * axis.slopeAtSource,
          highestOrder(cosine, steps, neighbours),
          firstOrder(cosine, steps, s[step])};
}

/// Infinite where no neighbour has been reached.
double TraveltimeErrorEstimate::meanSlownessAt(int iz, int ix, double r) const {
  const Grid& grid = model_.grid();
  const Point p = grid.node(iz, ix);
  if (std::abs(p.x - source_.x) < (1.0 + kOnNode) * grid.dx &&
      std::abs(p.z - source_.z) < (1.0 + kOnNode) * grid.dz)
    return straightMeanSlowness(model_, source_, p);
  const double slowness = 1.0 / model_.velocity()(iz, ix);
  const Side x = sideAt(padded(iz, ix), x_, p.x - source_.x, r);
  const Side z = sideAt(padded(iz, ix), z_, p.z - source_.z, r);
  if (x.known && z.known) {
    const double after = std::max(x.after, z.after);
    for (const double s : {solvePair(x.high, z.high, slowness), solvePair(x.low, z.low, slowness)})
      if (isCausal(s, r, after)) return s;
  }
  const auto causal = [this](double s, double radius, double after) {
    return isCausal(s, radius, after);
  };
  double least = kNotReached;
  if (x.known) least = x.alone(z, slowness, r, causal);
  if (z.known) least = std::min(least, z.alone(x, slowness, r, causal));
  return least;
}

bool TraveltimeErrorEstimate::reach(std::int32_t index) {
  const Grid& grid = model_.grid();
  const int iz = index / grid.nx, ix = index % grid.nx;
  const double r = distance(grid.node(iz, ix), source_);
  const double s = meanSlownessAt(iz, ix, r);
  if (!(s < kNotReached)) return false;
  slowness_[padded(iz, ix)] = s;
  time_[padded(iz, ix)] = r * s;
  float& earliest = arrivals_[static_cast<std::size_t>(index)];
  earliest = std::min(earliest, static_cast<float>(r * s));
  return true;
}

void TraveltimeErrorEstimate::pass() {
  std::sort(order_.begin(), order_.end());
  std::fill(time_.begin(), time_.end(), kNotReached);
  std::fill(slowness_.begin(), slowness_.end(), 0.0);
  notReached_.clear();
  for (const auto& [time, index] : order_)
    if (!reach(index)) notReached_.push_back(index);
  // Around a false minimum nobody came earlier. What surrounds it has been reached by now: in
  // turns, as each node that is reached lets its neighbours be. The source's cells are, so that all
  // are.
  while (!notReached_.empty())
    std::erase_if(notReached_, [this](std::int32_t index) { return reach(index); });
}

void TraveltimeErrorEstimate::lookAt(std::span<const float> slowness) {
  for (std::size_t i = 0; i < slowness.size(); ++i)
    order_[i] = {radii_[i] * slowness[i], static_cast<std::int32_t>(i)};
  pass();
  for (std::size_t i = 0; i < slowness.size(); ++i)
    order_[i] = {arrivals_[i], static_cast<std::int32_t>(i)};
  pass();
}

}  // namespace isochron
