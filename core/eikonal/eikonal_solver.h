// SPDX-License-Identifier: GPL-3.0-or-later
// EikonalSolver: first-arrival traveltimes of a point source in a velocity model.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "eikonal/calendar_queue.h"
#include "eikonal/traveltimes.h"
#include "field/velocity_model.h"

namespace isochron {

/// Solves |grad T| = 1/v, T(source) = 0, by fast marching on the factored unknown s = T / r,
/// r the distance to the source: the singularity at the source lies in r and is differentiated
/// exactly, so that a constant velocity is solved to rounding (Fomel, Luo & Zhao, Fast sweeping
/// method for the factored eikonal equation, J. Comput. Phys. 228, 2009; Treister & Haber, J.
/// Comput. Phys. 324, 2016). Upwind differences of second order, of first order where fewer nodes
/// are known or where second order would not be causal. What always holds, in rough media too:
/// - every node is later than one of its neighbours, unless it is a corner of a cell that
///   holds the source: no other local minimum;
/// - T >= r / vmax (1 - 1e-10).
///
/// An object keeps its working memory between solves; it is cheap to make, not to share between
/// threads.
class EikonalSolver {
 public:
  /// `source` in km anywhere in the grid, on a node or not; throws Error where it lies outside,
  /// Cancelled soon after `stop` is raised.
  Traveltimes solve(const VelocityModel& model, Point source, std::stop_token stop = {});

 private:
  struct Node {
    double time;          // s; infinite where nothing has arrived
    double meanSlowness;  // s/km
  };
  struct Trial {
    double meanSlowness;
    double time;
    bool secondOrder;  // in both directions
  };

  void prepare(const VelocityModel& model, Point source);
  void startAtSource(const VelocityModel& model);
  void march(const std::stop_token& stop);
  void accept(std::int32_t node, double now);
  void refreshNeighbour(std::int32_t node, double x, double z, double now);
  Trial arrival(std::int32_t node, double x, double z, double now) const;
  Traveltimes result() const;
  std::int32_t index(int iz, int ix) const;

  Grid grid_;
  Point source_;
  int stride_ = 0;              // of the padded arrays below
  double leastSlowness_ = 0.0;  // 1/vmax less a rounding allowance, s/km
  std::vector<Node> nodes_;
  std::vector<double> slowness_;          // s/km; 0 in the padding
  std::vector<std::uint8_t> improvable_;  // last update lacked second order somewhere
  CalendarQueue band_;
};

/// One solve with working memory of its own.
Traveltimes solveEikonal(const VelocityModel& model, Point source, std::stop_token stop = {});

}  // namespace isochron
