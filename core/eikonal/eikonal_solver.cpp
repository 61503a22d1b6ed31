// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/eikonal_solver.h"

#include <cmath>
#include <limits>
#include <string>

#include "eikonal/factored_difference.h"
#include "eikonal/source_cells.h"
#include "field/error.h"

namespace isochron {
namespace {

constexpr int kPadding = 4;  // nodes around the grid, so that stencils need no bounds checks
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kRounding = 1e-10;  // relative
constexpr double kOnNode = 1e-9;     // of a cell
constexpr BucketQueue::Bucket kNotWaiting = std::numeric_limits<BucketQueue::Bucket>::max();
constexpr std::int32_t kAtSource = -1;

// A bucket holds times that one step across the finest spacing at the highest velocity cannot
// span: narrow enough for the order of arrival, wide enough for groups of several nodes.
constexpr double kBucketShare = 0.125;
constexpr Eigen::Index kMostBucketsPerNode = 4;

/// A source next to a node lies on it: what it is off by would be lost in rounding.
double snappedToNode(double position, double origin, double spacing) {
  const double node = std::round((position - origin) / spacing);
  const double onNode = origin + node * spacing;
  return std::abs(position - onNode) < kOnNode * spacing ? onNode : position;
}

/// Nodes first..last along an axis of n nodes, of the cells that hold a position.
struct NodeRange {
  int first;
  int last;
};
NodeRange nodesAround(double position, int n) {
  return {std::max(0, static_cast<int>(std::ceil(position - 1.0 - kOnNode))),
          std::min(n - 1, static_cast<int>(std::floor(position + 1.0 + kOnNode)))};
}

}  // namespace

Traveltimes solveEikonal(const VelocityModel& model, Point source, const WorkMonitor& monitor) {
  EikonalSolver solver;
  return solver.solve(model, source, monitor);
}

Traveltimes EikonalSolver::solve(const VelocityModel& model, Point source,
                                 const WorkMonitor& monitor) {
  if (!model.grid().contains(source))
    throw Error("source",
                "x = " + std::to_string(source.x) + " km, z = " + std::to_string(source.z) +
                    " km lies outside the model",
                "place it inside");
  prepare(model, model.grid().clamp(source));
  startAtSource(model);
  march(monitor);
  return result();
}

std::int32_t EikonalSolver::indexOf(int iz, int ix) const {
  return (iz + kPadding) * stride_ + ix + kPadding;
}

void EikonalSolver::prepare(const VelocityModel& model, Point source) {
  grid_ = model.grid();
  source_ = {snappedToNode(source.x, grid_.origin.x, grid_.dx),
             snappedToNode(source.z, grid_.origin.z, grid_.dz)};
  stride_ = grid_.nx + 2 * kPadding;
  leastSlowness_ = (1.0 - kRounding) / model.max();
  const Eigen::Index count = Eigen::Index{stride_} * (grid_.nz + 2 * kPadding);
  if (count > std::numeric_limits<std::int32_t>::max())
    throw Error("model", "has more nodes than the solver can number",
                "resample it to fewer than two thousand million");
  const Node blank{kInfinity, 0.0, 0.0, kNotWaiting, 0};
  nodes_.assign(static_cast<std::size_t>(count), blank);
  for (int iz = 0; iz < grid_.nz; ++iz) {
    Node* row = &nodeAt(indexOf(iz, 0));
    const double* velocity = &model.velocity()(iz, 0);
    for (int ix = 0; ix < grid_.nx; ++ix) row[ix].slowness = 1.0 / velocity[ix];
  }
  // No first arrival is later than the slowest straight path.
  const double latest = std::hypot(grid_.width(), grid_.depth()) / model.min();
  const double width = kBucketShare * std::min(grid_.dx, grid_.dz) / model.max();
  const auto most = static_cast<double>(kMostBucketsPerNode * grid_.size());
  waiting_.reset(latest, static_cast<std::size_t>(std::min(latest / width, most)) + 2);
  round_ = 0;
}

[[gnu::always_inline]] inline void EikonalSolver::enqueue(std::int32_t index, double time) {
  Node& node = nodeAt(index);
  const BucketQueue::Bucket bucket = waiting_.bucketOf(time);
  if (node.bucket <= bucket) return;  // waits there or earlier
  node.bucket = bucket;
  waiting_.add(index, bucket);
}

/// Within the cells that hold the source the ray is a straight line.
void EikonalSolver::startAtSource(const VelocityModel& model) {
  const Point slope = meanSlownessSlope(model, source_);
  axisX_ = {1, grid_.dx, 1.0 / grid_.dx, slope.x};
  axisZ_ = {stride_, grid_.dz, 1.0 / grid_.dz, slope.z};
  const NodeRange xs = nodesAround((source_.x - grid_.origin.x) / grid_.dx, grid_.nx);
  const NodeRange zs = nodesAround((source_.z - grid_.origin.z) / grid_.dz, grid_.nz);
  for (int iz = zs.first; iz <= zs.last; ++iz)
    for (int ix = xs.first; ix <= xs.last; ++ix) {
      const Point p = grid_.node(iz, ix);
      Node& node = nodeAt(indexOf(iz, ix));
      node.meanSlowness = straightMeanSlowness(model, source_, p);
      node.time = node.meanSlowness * distance(p, source_);
      node.round = kAtSource;
      enqueue(indexOf(iz, ix), node.time);
    }
}

/// What one direction knows of a node's arrival, seen from its earlier neighbour there.
struct EikonalSolver::Side {
  bool known;         // the neighbour is
  bool sourceBeside;  // the source lies less than a node off in this direction
  double after;       // s, the neighbour's time
  double spacing;     // km
  double cosine;      // slope of r
  double slopeOfS;    // at the source, (s/km)/km
  FactoredDifference high, low;
};

[[gnu::always_inline]] inline EikonalSolver::Side EikonalSolver::sideOf(const Node* node,
                                                                        const Axis& axis,
                                                                        double offset, double r,
                                                                        double perR) const {
  // Arithmetic where a condition would do: it is true as often as not.
  const int sign = node[axis.stride].time < node[-axis.stride].time ? 1 : -1;
  const std::ptrdiff_t step = sign * axis.stride;
  const double cosine = -sign * offset * perR, steps = r * axis.perSpacing;
  const Node &n1 = node[step], &n2 = node[2 * step], &n3 = node[3 * step], &n4 = node[4 * step];
  const UpwindNeighbours neighbours{
      n1.meanSlowness, n2.meanSlowness,        n3.meanSlowness,
      n4.meanSlowness, n2.time < knownBefore_, (n3.time < knownBefore_ && n4.time < knownBefore_)};
  return {n1.time < knownBefore_,
          std::abs(offset) < (1.0 - kOnNode) * axis.spacing,
          n1.time,
          axis.spacing,
          cosine,
          -sign * axis.slopeAtSource,
          highestOrder(cosine, steps, neighbours),
          firstOrder(cosine, steps, n1.meanSlowness)};
}

[[gnu::always_inline]] inline EikonalSolver::Arrival EikonalSolver::arrivalAt(
    std::int32_t index) const {
  const Node* node = &nodes_[static_cast<std::size_t>(index)];
  const int row = index / stride_;
  const double x = grid_.x(index - row * stride_ - kPadding) - source_.x;
  const double z = grid_.z(row - kPadding) - source_.z;
  const double r = std::sqrt(x * x + z * z);
  const double perR = 1.0 / r;
  const Side sideX = sideOf(node, axisX_, x, r, perR);
  const Side sideZ = sideOf(node, axisZ_, z, r, perR);
  if (sideX.known & sideZ.known) {
    const double s = solvePair(sideX.high, sideZ.high, node->slowness);
    if (isCausal(s, r, std::max(sideX.after, sideZ.after))) return {s * r, s};
  }
  return lowerOrderArrival(node, x, z, r);
}

/// Kept out of the way of the common case above, which it repeats in part.
[[gnu::noinline]] EikonalSolver::Arrival EikonalSolver::lowerOrderArrival(const Node* node,
                                                                          double x, double z,
                                                                          double r) const {
  const Side sideX = sideOf(node, axisX_, x, r, 1.0 / r);
  const Side sideZ = sideOf(node, axisZ_, z, r, 1.0 / r);
  if (sideX.known & sideZ.known) {
    const double s = solvePair(sideX.low, sideZ.low, node->slowness);
    if (isCausal(s, r, std::max(sideX.after, sideZ.after))) return {s * r, s};
  }
  Arrival earliest{kInfinity, 0.0};
  if (sideX.known) earliest = arrivalFrom(sideX, sideZ, node->slowness, r);
  if (sideZ.known) {
    const Arrival other = arrivalFrom(sideZ, sideX, node->slowness, r);
    if (other.time < earliest.time) earliest = other;
  }
  return earliest;
}

/// From one direction alone. Across it T is at its least and its slope next to nothing, except
/// where the source lies less than a node off: there it follows from T = r s, and close to the
/// source s varies with half the slope of slowness.
EikonalSolver::Arrival EikonalSolver::arrivalFrom(const Side& side, const Side& across,
                                                  double slowness, double r) const {
  constexpr double kCloseToSource = 4.0;  // steps
  FactoredDifference slopeAcross{0.0, 0.0};
  if (across.sourceBeside)
    slopeAcross = {across.cosine, r < kCloseToSource * side.spacing ? -r * across.slopeOfS : 0.0};
  for (const FactoredDifference& difference : {side.high, side.low}) {
    const double s = solveSingle(difference, slopeAcross, slowness);
    if (isCausal(s, r, side.after)) return {s * r, s};
  }
  // Without the factor: causal by construction.
  const double time = side.after + slowness * side.spacing;
  return {time, time / r};
}

bool EikonalSolver::isCausal(double meanSlowness, double r, double after) const {
  return (meanSlowness >= leastSlowness_) & (meanSlowness * r > after);
}

// What follows, down to march(), is compiled as one loop: called as functions, its parts would put
// the solver's members back into memory and read them again for every node.

/// Makes the open bucket's nodes known and lists their later neighbours.
[[gnu::always_inline]] inline void EikonalSolver::advanceGroup() {
  waiting_.take(group_);
  candidates_.resize(4 * group_.size());
  std::size_t count = 0;
  for (const std::int32_t index : group_) {
    Node* node = &nodeAt(index);
    if (node->bucket != waiting_.open()) continue;  // found its way into an earlier one
    node->bucket = kNotWaiting;
    if (node->time == kInfinity) {
      const Arrival arrival = arrivalAt(index);
      node->time = arrival.time;
      node->meanSlowness = arrival.meanSlowness;
    }
    if (node->time == kInfinity) continue;
    if (!(node->time < knownBefore_)) {
      // Never into the open bucket again, where a time on the border would go round for ever.
      node->bucket = std::max(waiting_.bucketOf(node->time), waiting_.open() + 1);
      waiting_.add(index, node->bucket);
      continue;
    }
    // Counted rather than tested: which neighbours are later is anybody's guess. Their own
    // neighbours are fetched ahead, or a grid larger than the cache would wait for each.
    for (const int step : {-1, 1, -stride_, stride_}) {
      candidates_[count] = index + step;
      count += node[step].time > node->time ? 1U : 0U;
      __builtin_prefetch(node + 2 * step);
    }
  }
  candidates_.resize(count);
}

[[gnu::always_inline]] inline void EikonalSolver::advanceCandidates() {
  for (const std::int32_t index : candidates_) {
    Node* node = &nodeAt(index);
    if (node->round == round_ || node->slowness == 0) continue;  // seen, or padding
    if (node->round != kAtSource) node->round = round_;
    const double beforeX = std::min(node[-1].time, node[1].time);
    const double beforeZ = std::min(node[-stride_].time, node[stride_].time);
    if (node->time == kInfinity && !(std::max(beforeX, beforeZ) < knownBefore_)) {
      // One direction only: it can wait, most often until the other one is known too.
      enqueue(index,
              std::min(beforeX + node->slowness * grid_.dx, beforeZ + node->slowness * grid_.dz));
      continue;
    }
    const Arrival arrival = arrivalAt(index);
    // Later than before is a correction as long as nobody can have used the value.
    const bool unused = node->time >= knownBefore_ && node->round != kAtSource;
    if (arrival.time < node->time || (unused && arrival.time > node->time)) {
      node->time = arrival.time;
      node->meanSlowness = arrival.meanSlowness;
      enqueue(index, arrival.time);
    }
  }
}

void EikonalSolver::march(const WorkMonitor& monitor) {
  constexpr int kRoundsBetweenLooks = 256;
  const auto all = static_cast<double>(grid_.size());
  std::size_t advanced = 0;
  while (waiting_.openNext()) {
    knownBefore_ = waiting_.openEnd(kInfinity);
    // Some nodes are advanced more than once.
    if (++round_ % kRoundsBetweenLooks == 1)
      monitor.at(std::min(1.0, static_cast<double>(advanced) / all));
    advanceGroup();
    advanced += group_.size();
    advanceCandidates();
  }
}

Traveltimes EikonalSolver::result() const {
  Traveltimes t{grid_, source_, Array(grid_.nz, grid_.nx), Array(grid_.nz, grid_.nx)};
  for (int iz = 0; iz < grid_.nz; ++iz) {
    const Node* row = &nodes_[static_cast<std::size_t>(indexOf(iz, 0))];
    double* time = &t.time(iz, 0);
    double* meanSlowness = &t.meanSlowness(iz, 0);
    for (int ix = 0; ix < grid_.nx; ++ix) {
      time[ix] = row[ix].time;
      meanSlowness[ix] = row[ix].meanSlowness;
    }
  }
  return t;
}

}  // namespace isochron
