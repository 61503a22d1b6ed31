// SPDX-License-Identifier: GPL-3.0-or-later
// ToolSettings: which drawing tool is in the hand, and how it is set.
#pragma once

#include "field/painting.h"

namespace isochron {

enum class Tool { Move, Receivers, Brush, Polygon, Layer, Gradient };

enum class BrushUnit { Nodes, Kilometres };

struct ToolSettings {
  BrushMode mode = BrushMode::Value;
  double value = 4.5;  // km/s: painted by brush, polygon and layer
  double added = 0.5;  // km/s: added by the brush
  double size = 16.0;  // the brush's diameter
  BrushUnit sizeUnit = BrushUnit::Nodes;
  double softness = 0.5;  // 0..1
  double top = 2.0;       // km/s: where a gradient starts
  double bottom = 4.0;    // km/s: where it ends
};

/// Half axes of the brush in km: a circle, or as many nodes in both directions.
Point brushRadii(const ToolSettings& settings, const Grid& grid);

Brush brushFor(const ToolSettings& settings, const Grid& grid);

}  // namespace isochron
