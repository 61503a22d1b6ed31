// SPDX-License-Identifier: GPL-3.0-or-later
// TraveltimeErrorEstimate: what the eikonal equation says of the error of a traveltime field.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "field/velocity_model.h"

namespace isochron {

/// A residual says how wrong the slope of T is, not how wrong T is: an error that is made in one
/// place is carried along all rays that pass there. A pass over the nodes undoes that: in the order
/// of the field's own times each node is given the arrival that follows from the arrivals of the
/// neighbours before it, by the upwind differences of EikonalSolver (T = r s, r km from the
/// source; of high order where s is smooth, else monotone, of first order: Rouy and Tourin, SIAM J.
/// Numer. Anal. 29, 1992). Arrival minus T is the error to first order: it is what Newton's method
/// finds for the residual, linearised upwind. No smoothness of T is asked for, and a false minimum
/// of T is seen: its arrival comes from outside of it.
///
/// Where the order is right, the pass is a marching solver's and the arrivals are the first ones;
/// where it is not, they are late. So there is a second pass, in the order of the arrivals, and the
/// earliest found is kept from field to field: what is nearer to it is nearer to the first arrival.
class TraveltimeErrorEstimate {
 public:
  /// `source` lies in the grid.
  TraveltimeErrorEstimate(const VelocityModel& model, Point source);

  /// Looks at a field of mean slownesses s, s/km, row by row, all above 0; then arrivals() knows
  /// what follows from it.
  void lookAt(std::span<const float> slowness);
  /// The earliest arrival found so far at every node, s, row by row; 0 at the source.
  std::span<const float> arrivals() const { return arrivals_; }
  /// km from the source to every node.
  std::span<const float> radii() const { return radii_; }

 private:
  struct Axis {
    int stride = 0;              // from a node to the next, padded
    double spacing = 0.0;        // km
    double slopeAtSource = 0.0;  // of the mean slowness, (s/km)/km
  };
  struct Side;
  Side sideAt(std::size_t node, const Axis& axis, double offset, double r) const;
  double meanSlownessAt(int iz, int ix, double r) const;
  bool isCausal(double s, double r, double after) const {
    return s >= leastSlowness_ && s * r > after;
  }
  bool reach(std::int32_t index);
  void pass();
  std::size_t padded(int iz, int ix) const;

  const VelocityModel& model_;
  Point source_;
  Axis x_, z_;
  double leastSlowness_;  // s/km, 1/vmax less a rounding allowance
  std::vector<float> radii_, arrivals_;
  std::vector<std::pair<float, std::int32_t>> order_;  // T, node
  std::vector<std::int32_t> notReached_;
  std::vector<double> time_, slowness_;  // of this pass, padded; infinite until reached
};

}  // namespace isochron
