// SPDX-License-Identifier: GPL-3.0-or-later
// TriangleMesh: shapes as triangles with soft edges, so that any number of lines is one draw call
// and needs no multisampling.
#pragma once

#include <cstdint>
#include <vector>

#include "draw_list.h"

namespace isochron {

/// From logical pixels, y down, to device pixels, y up.
struct DeviceSpace {
  double scale = 1.0;   // device pixels per logical pixel
  double height = 0.0;  // of the target, device pixels
  QPointF operator()(QPointF p) const { return {p.x() * scale, height - p.y() * scale}; }
};

/// Later triangles lie on top of earlier ones.
struct TriangleMesh {
  std::vector<float> points;          // x, y, 0 of every corner, device pixels
  std::vector<std::uint8_t> colours;  // red, green, blue, alpha of every corner
  std::vector<std::int32_t> corners;  // three a triangle

  void clear();
  std::int32_t count() const { return static_cast<std::int32_t>(points.size() / 3); }
  void add(const Shape& shape, const DeviceSpace& space);
};

}  // namespace isochron
