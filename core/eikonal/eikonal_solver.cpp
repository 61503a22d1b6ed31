// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/eikonal_solver.h"

#include <cmath>
#include <limits>
#include <string>

#include "field/error.h"

namespace isochron {
namespace {

constexpr int kPadding = 2;  // nodes around the grid, so that stencils need no bounds checks
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-10;  // relative
constexpr int kStopInterval = 4096;  // nodes between looks at the stop token

/// One direction's part of the discretised equation: dT/dx towards the arrival is
/// slope * s - known, with s the unknown mean slowness of the node.
struct Difference {
  double slope;
  double known;
};

Difference firstOrder(double cosine, double nodesToSource, double s1) {
  return {cosine + nodesToSource, nodesToSource * s1};
}

Difference secondOrder(double cosine, double nodesToSource, double s1, double s2) {
  return {cosine + 1.5 * nodesToSource, nodesToSource * (2.0 * s1 - 0.5 * s2)};
}

/// The larger root of (ax s - bx)^2 + (az s - bz)^2 = slowness^2, or 0 where there is none or one
/// of the differences would point away from the arrival.
double solvePair(Difference x, Difference z, double slowness) {
  const double a = x.slope * x.slope + z.slope * z.slope;
  const double b = x.slope * x.known + z.slope * z.known;
  const double c = x.known * x.known + z.known * z.known - slowness * slowness;
  const double discriminant = b * b - a * c;
  if (!(discriminant >= 0)) return 0.0;
  const double s = (b + std::sqrt(discriminant)) / a;
  return x.slope * s >= x.known && z.slope * s >= z.known ? s : 0.0;
}

double solveSingle(Difference d, double slowness) {
  return d.slope > 0 ? (slowness + d.known) / d.slope : 0.0;
}

/// Mean slowness on the straight line from the source to p, by Simpson's rule.
double straightMeanSlowness(const VelocityModel& model, Point source, Point p) {
  const Point middle{0.5 * (source.x + p.x), 0.5 * (source.z + p.z)};
  return (1.0 / model.at(source) + 4.0 / model.at(middle) + 1.0 / model.at(p)) / 6.0;
}

}  // namespace

std::int32_t EikonalSolver::index(int iz, int ix) const {
  return static_cast<std::int32_t>((iz + kPadding) * stride_ + ix + kPadding);
}

Traveltimes EikonalSolver::solve(const VelocityModel& model, Point source, std::stop_token stop) {
  if (!model.grid().contains(source))
    throw Error("source",
                "lies outside the model at x = " + std::to_string(source.x) +
                    " km, z = " + std::to_string(source.z) + " km",
                "place it inside the grid");
  prepare(model, model.grid().clamp(source));
  startAtSource(model);
  march(stop);
  return result();
}

void EikonalSolver::prepare(const VelocityModel& model, Point source) {
  grid_ = model.grid();
  source_ = source;
  stride_ = grid_.nx + 2 * kPadding;
  leastSlowness_ = (1.0 - kRounding) / model.max();
  const std::size_t padded =
      static_cast<std::size_t>(stride_) * static_cast<std::size_t>(grid_.nz + 2 * kPadding);
  nodes_.assign(padded, {kInfinity, 0.0});
  slowness_.assign(padded, 0.0);
  improvable_.assign(padded, 0);
  for (int iz = 0; iz < grid_.nz; ++iz)
    Eigen::Map<Eigen::Array<double, 1, Eigen::Dynamic>>(
        &slowness_[static_cast<std::size_t>(index(iz, 0))], grid_.nx) =
        model.velocity().row(iz).inverse();
  // No first arrival is later than the slowest straight path.
  const double latest = std::hypot(grid_.width(), grid_.depth()) / model.min();
  band_.reset(latest, static_cast<std::size_t>(grid_.size()) / 2 + 2);
}

/// Within the cells that hold the source the ray is a straight line.
void EikonalSolver::startAtSource(const VelocityModel& model) {
  constexpr double kOnNode = 1e-9;  // of a cell
  const double fx = (source_.x - grid_.origin.x) / grid_.dx;
  const double fz = (source_.z - grid_.origin.z) / grid_.dz;
  const int ix0 = std::max(0, static_cast<int>(std::ceil(fx - 1 - kOnNode)));
  const int ix1 = std::min(grid_.nx - 1, static_cast<int>(std::floor(fx + 1 + kOnNode)));
  const int iz0 = std::max(0, static_cast<int>(std::ceil(fz - 1 - kOnNode)));
  const int iz1 = std::min(grid_.nz - 1, static_cast<int>(std::floor(fz + 1 + kOnNode)));
  for (int iz = iz0; iz <= iz1; ++iz)
    for (int ix = ix0; ix <= ix1; ++ix) {
      const Point p = grid_.node(iz, ix);
      const double s = straightMeanSlowness(model, source_, p);
      const std::int32_t i = index(iz, ix);
      nodes_[static_cast<std::size_t>(i)] = {s * distance(p, source_), s};
      band_.push(nodes_[static_cast<std::size_t>(i)].time, i);
    }
}

void EikonalSolver::march(const std::stop_token& stop) {
  CalendarQueue::Entry least;
  int untilLook = kStopInterval;
  while (band_.pop(least)) {
    const auto i = static_cast<std::size_t>(least.node);
    if (least.time != nodes_[i].time) continue;  // arrived earlier since
    if (--untilLook == 0) {
      if (stop.stop_requested()) throw Cancelled();
      untilLook = kStopInterval;
    }
    accept(least.node, least.time);
  }
}

void EikonalSolver::accept(std::int32_t node, double now) {
  const int row = node / stride_;
  const int column = node - row * stride_;
  const double x = grid_.x(column - kPadding) - source_.x;
  const double z = grid_.z(row - kPadding) - source_.z;
  if (improvable_[static_cast<std::size_t>(node)] != 0) {
    // Neighbours that were accepted since the last update may complete the stencil.
    improvable_[static_cast<std::size_t>(node)] = 0;
    const Trial trial = arrival(node, x, z, now);
    nodes_[static_cast<std::size_t>(node)] = {trial.time, trial.meanSlowness};
    if (trial.time > now) {
      band_.push(trial.time, node);
      return;
    }
  }
  refreshNeighbour(node - 1, x - grid_.dx, z, now);
  refreshNeighbour(node + 1, x + grid_.dx, z, now);
  refreshNeighbour(node - stride_, x, z - grid_.dz, now);
  refreshNeighbour(node + stride_, x, z + grid_.dz, now);
}

void EikonalSolver::refreshNeighbour(std::int32_t node, double x, double z, double now) {
  Node& neighbour = nodes_[static_cast<std::size_t>(node)];
  if (neighbour.time <= now || slowness_[static_cast<std::size_t>(node)] == 0.0) return;
  const Trial trial = arrival(node, x, z, now);
  if (!(trial.time < neighbour.time)) return;
  neighbour = {trial.time, trial.meanSlowness};
  improvable_[static_cast<std::size_t>(node)] = trial.secondOrder ? 0 : 1;
  band_.push(trial.time, node);
}

/// The arrival at a node from those of its neighbours that are accepted, i.e. not later than
/// `now`; (x, z) is the node relative to the source, km.
EikonalSolver::Trial EikonalSolver::arrival(std::int32_t node, double x, double z,
                                            double now) const {
  const Node* n = &nodes_[static_cast<std::size_t>(node)];
  const double slowness = slowness_[static_cast<std::size_t>(node)];
  const double r = std::sqrt(x * x + z * z);
  const double perR = 1.0 / r;

  // The earlier neighbour in each direction; `Cosine` is dr/dx seen from that side.
  const bool fromRight = n[1].time < n[-1].time;
  const bool fromBelow = n[stride_].time < n[-stride_].time;
  const int stepX = fromRight ? 1 : -1;
  const int stepZ = fromBelow ? stride_ : -stride_;
  const Node nx1 = n[stepX], nx2 = n[2 * stepX];
  const Node nz1 = n[stepZ], nz2 = n[2 * stepZ];
  const double cosineX = (fromRight ? -x : x) * perR;
  const double cosineZ = (fromBelow ? -z : z) * perR;
  const double rx = r / grid_.dx;
  const double rz = r / grid_.dz;
  const bool knownX = nx1.time <= now;
  const bool knownZ = nz1.time <= now;
  const bool secondX = nx2.time <= now;
  const bool secondZ = nz2.time <= now;

  const Difference x1 = firstOrder(cosineX, rx, nx1.meanSlowness);
  const Difference z1 = firstOrder(cosineZ, rz, nz1.meanSlowness);
  const Difference x2 = secondX ? secondOrder(cosineX, rx, nx1.meanSlowness, nx2.meanSlowness) : x1;
  const Difference z2 = secondZ ? secondOrder(cosineZ, rz, nz1.meanSlowness, nz2.meanSlowness) : z1;
  const auto causal = [&](double s, double after) { return s >= leastSlowness_ && s * r > after; };

  if (knownX && knownZ) {
    const double after = std::max(nx1.time, nz1.time);
    double s = solvePair(x2, z2, slowness);
    if (causal(s, after)) return {s, s * r, secondX && secondZ};
    s = solvePair(x1, z1, slowness);
    if (causal(s, after)) return {s, s * r, false};
  }
  double best = kInfinity;
  for (const auto& [known, second, first, after] :
       {std::tuple{knownX, x2, x1, nx1.time}, std::tuple{knownZ, z2, z1, nz1.time}}) {
    if (!known) continue;
    double s = solveSingle(second, slowness);
    if (!causal(s, after)) s = solveSingle(first, slowness);
    if (causal(s, after)) best = std::min(best, s);
  }
  if (best < kInfinity) return {best, best * r, false};
  // Without the factor: later than the neighbour by construction.
  double time = kInfinity;
  if (knownX) time = nx1.time + slowness * grid_.dx;
  if (knownZ) time = std::min(time, nz1.time + slowness * grid_.dz);
  return {time * perR, time, false};
}

Traveltimes EikonalSolver::result() const {
  Traveltimes t{grid_, source_, Array(grid_.nz, grid_.nx), Array(grid_.nz, grid_.nx)};
  for (int iz = 0; iz < grid_.nz; ++iz)
    for (int ix = 0; ix < grid_.nx; ++ix) {
      const Node& node = nodes_[static_cast<std::size_t>(index(iz, ix))];
      t.time(iz, ix) = node.time;
      t.meanSlowness(iz, ix) = node.meanSlowness;
    }
  return t;
}

Traveltimes solveEikonal(const VelocityModel& model, Point source, std::stop_token stop) {
  EikonalSolver solver;
  return solver.solve(model, source, std::move(stop));
}

}  // namespace isochron
