// SPDX-License-Identifier: GPL-3.0-or-later
// TraveltimeErrorEstimate: what the eikonal residual of a traveltime field says of its error.
#pragma once

#include <span>
#include <vector>

#include "field/velocity_model.h"

namespace isochron {

/// A residual says how wrong the slope of T is, not how wrong T is: an error that is made in one
/// place is carried along all rays that pass there. One Newton step of the discrete eikonal
/// equation undoes that: the residuals, linearised by T at each node and at the neighbours its
/// wave came from (upwind: the earlier one along each axis), are solved from the source outward.
/// The step is the error to first order. T = r s, r km from the source; s is the mean slowness on
/// the way, which is smooth where T is not. Second-order differences where T rises steadily.
class TraveltimeErrorEstimate {
 public:
  TraveltimeErrorEstimate(const VelocityModel& model, Point source);

  /// The error of s at every node, s/km, row by row: true s minus this one. 0 where T is smaller
  /// than at all neighbours, as nothing is known there.
  std::span<const float> of(std::span<const float> slowness);
  /// km from the source to every node.
  std::span<const float> radii() const { return radii_; }

 private:
  /// The slope of T along one axis towards the earlier neighbour, 0 where there is none; its
  /// derivative by s here, and what the errors found at the neighbours make of it.
  struct Slope {
    double value = 0.0, here = 0.0, carried = 0.0;
  };
  Slope slopeAlong(int index, int stride, int before, int after, double direction,
                   double rate) const;
  double errorAt(int index) const;
  void sort();

  const VelocityModel& model_;
  Point source_;
  std::vector<float> radii_;
  std::vector<float> slowness_, times_, errors_;
  std::vector<int> order_;
};

}  // namespace isochron
