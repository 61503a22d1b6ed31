// SPDX-License-Identifier: GPL-3.0-or-later
// VelocityModel: an isotropic wave speed on a grid, known to be usable.
#pragma once

#include "field/field.h"

namespace isochron {

/// Velocities in km/s on the nodes, bilinear between them. Immutable; every value is finite and
/// positive, so whoever receives one need not check.
class VelocityModel {
 public:
  /// `velocity` in km/s, shape (nz, nx). Throws Error where the shape does not fit the grid or a
  /// value is not finite and positive; the message names the first bad node.
  VelocityModel(const Grid& grid, Array velocity);

  const Grid& grid() const noexcept { return field_.grid; }
  const Array& velocity() const noexcept { return field_.values; }
  const Field& field() const noexcept { return field_; }
  double min() const noexcept { return min_; }
  double max() const noexcept { return max_; }
  /// km/s, bilinear.
  double at(Point p) const { return interpolate(field_, p); }

 private:
  Field field_;
  double min_ = 0.0;
  double max_ = 0.0;
};

/// The model on another grid of nx x nz nodes over the same extent: bilinear, after averaging
/// over the coarse cell in slowness (traveltimes add up slowness) where the new grid is coarser.
VelocityModel resample(const VelocityModel& model, int nx, int nz);

/// The nodes inside the rectangle between two corners in km. Throws Error where fewer than
/// 2 x 2 nodes remain.
VelocityModel crop(const VelocityModel& model, Point first, Point last);

}  // namespace isochron
