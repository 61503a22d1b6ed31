// SPDX-License-Identifier: GPL-3.0-or-later
// EikonalSolver: first-arrival traveltimes of a point source in a velocity model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "eikonal/bucket_queue.h"
#include "eikonal/traveltimes.h"
#include "field/velocity_model.h"
#include "field/work_monitor.h"

namespace isochron {

/// Solves |grad T| = 1/v, T(source) = 0 by marching outward from the source.
///
/// The unknown is the mean slowness s of T = r s, r the distance to the source: what is singular
/// at the source lies in r and is differentiated exactly, everywhere in the grid, so that a
/// constant velocity is solved to rounding (Fomel, Luo & Zhao, J. Comput. Phys. 228, 2009;
/// Treister & Haber, J. Comput. Phys. 324, 2016). Differences are one-sided, of second order, of
/// third where s is smooth, of first where fewer nodes are known or a higher one is not causal.
/// A group of nodes with nearly the same time is advanced at once; a node is worked out when the
/// earlier neighbour in the second direction is known, or when its turn comes without one.
///
/// What holds in rough media too:
/// - every node is later than one of its four neighbours, unless it is a corner of a cell that
///   holds the source: there are no other local minima;
/// - T >= r / vmax (1 - 1e-10).
///
/// An object keeps its working memory between solves: cheap to make, not to be shared between
/// threads.
class EikonalSolver {
 public:
  /// `source` in km anywhere in the grid, on a node or not; throws Error where it lies outside,
  /// Cancelled soon after the monitor's stop is raised.
  Traveltimes solve(const VelocityModel& model, Point source, const WorkMonitor& monitor = {});

 private:
  struct Node {
    double time;                 // s; infinite until worked out
    double meanSlowness;         // s/km, with it
    double slowness;             // s/km; 0 in the padding
    BucketQueue::Bucket bucket;  // where it waits, or kNotWaiting
    std::int32_t round;          // in which it was last a candidate; kAtSource beside the source
  };

  void prepare(const VelocityModel& model, Point source);
  void startAtSource(const VelocityModel& model);
  void march(const WorkMonitor& monitor);
  void advanceGroup();
  void advanceCandidates();
  void enqueue(std::int32_t index, double time);
  Node& nodeAt(std::int32_t index) { return nodes_[static_cast<std::size_t>(index)]; }
  std::int32_t indexOf(int iz, int ix) const;

  /// Arrival from the known neighbours.
  struct Arrival {
    double time;
    double meanSlowness;
  };
  struct Axis {
    std::ptrdiff_t stride = 0;   // from a node to the next
    double spacing = 0.0;        // km
    double perSpacing = 0.0;     // 1/km
    double slopeAtSource = 0.0;  // of the mean slowness, (s/km)/km
  };
  struct Side;
  Side sideOf(const Node* node, const Axis& axis, double offset, double r, double perR) const;
  Arrival arrivalAt(std::int32_t index) const;
  Arrival lowerOrderArrival(const Node* node, double x, double z, double r) const;
  Arrival arrivalFrom(const Side& side, const Side& across, double slowness, double r) const;
  bool isCausal(double meanSlowness, double r, double after) const;
  Traveltimes result() const;

  Grid grid_;
  Point source_;
  Axis axisX_, axisZ_;
  int stride_ = 0;              // of the padded nodes
  double leastSlowness_ = 0.0;  // s/km, 1/vmax less a rounding allowance
  double knownBefore_ = 0.0;    // s; nodes earlier than this are known
  std::int32_t round_ = 0;
  std::vector<Node> nodes_;
  BucketQueue waiting_;
  std::vector<std::int32_t> group_;
  std::vector<std::int32_t> candidates_;
};

/// One solve with working memory of its own.
Traveltimes solveEikonal(const VelocityModel& model, Point source, const WorkMonitor& monitor = {});

}  // namespace isochron
