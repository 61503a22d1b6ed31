// SPDX-License-Identifier: GPL-3.0-or-later
// A model, its traveltimes and contours for the tests of views.
#pragma once

#include <cmath>
#include <functional>
#include <memory>
#include <vector>

#include "field/contours.h"
#include "field/field.h"

namespace isochron::tests {

inline Field sampled(const Grid& grid, const std::function<double(Point)>& value) {
  Field field{grid, Array(grid.nz, grid.nx)};
  for (int iz = 0; iz < grid.nz; ++iz) {
    for (int ix = 0; ix < grid.nx; ++ix) field.values(iz, ix) = value(grid.node(iz, ix));
  }
  return field;
}

/// The paper's domain, 5 km x 1 km, 128 x 128 nodes.
inline Grid sampleGrid() { return {128, 128, 5.0 / 127, 1.0 / 127, {}}; }

inline Point sampleSource() { return {2.1, 0.43}; }

/// km/s; faster with depth, and uneven, so that up and down, left and right differ.
inline std::shared_ptr<const Field> sampleVelocity() {
  return std::make_shared<Field>(sampled(sampleGrid(), [](Point p) {
    return 3.0 + 1.5 * p.z + 0.6 * std::sin(1.8 * p.x + 3.0 * p.z) * std::cos(7.0 * p.z);
  }));
}

/// Smooth lines like those of traveltimes, about the sample's source.
inline std::vector<Contour> sampleContours(double interval) {
  const Point source = sampleSource();
  const Field time = sampled(sampleGrid(), [&](Point p) {
    return distance(p, source) / (3.0 + 0.5 * std::sin(1.3 * p.x) + 0.9 * p.z);
  });
  return contours(time, levelsBetween(0.0, time.values.maxCoeff(), interval));
}

}  // namespace isochron::tests
