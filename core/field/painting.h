// SPDX-License-Identifier: GPL-3.0-or-later
// Painting: how a stroke, a polygon, a layer or a gradient changes the velocities of a model.
#pragma once

#include <optional>

#include "field/contours.h"
#include "field/field.h"

namespace isochron {

/// Whatever is painted stays between these, km/s.
inline constexpr double kSlowestPaint = 0.1;
inline constexpr double kFastestPaint = 20.0;

/// The nodes ix in [ix0, ix1), iz in [iz0, iz1).
struct NodeRectangle {
  int ix0 = 0;
  int iz0 = 0;
  int ix1 = 0;
  int iz1 = 0;

  friend bool operator==(const NodeRectangle&, const NodeRectangle&) = default;
  bool empty() const { return ix1 <= ix0 || iz1 <= iz0; }
  int width() const { return empty() ? 0 : ix1 - ix0; }
  int height() const { return empty() ? 0 : iz1 - iz0; }
};

/// The smallest rectangle around both.
NodeRectangle united(const NodeRectangle& a, const NodeRectangle& b);

/// Velocities after an edit, and the rectangle outside of which nothing changed.
struct Painting {
  Array velocity;  // km/s, (nz, nx)
  NodeRectangle changed;
};

enum class BrushMode {
  Value,  // towards a velocity
  Add,    // a velocity on top of what is there
  Smooth  // towards the mean of the neighbourhood
};

struct Brush {
  BrushMode mode = BrushMode::Value;
  double value = 3.0;     // km/s: the velocity painted, or the one added
  double radiusX = 0.1;   // km, half axes of the ellipse
  double radiusZ = 0.1;   // km
  double softness = 0.5;  // share of the radius over which the effect fades out, 0..1
};

/// One stroke of a brush. Every node takes the strongest touch of the whole stroke, so the
/// result depends on the path alone: not on how often the mouse reported, nor on crossing
/// one's own path.
class BrushStroke {
 public:
  BrushStroke(const Grid& grid, Array velocity, const Brush& brush);

  /// Paints along the straight line from the last position (a single dab the first time).
  /// Returns the nodes that may have changed by this move.
  NodeRectangle moveTo(Point p);

  const Array& velocity() const { return velocity_; }
  const NodeRectangle& changed() const { return changed_; }

 private:
  double painted(int iz, int ix) const;

  Grid grid_;
  Brush brush_;
  Array before_;
  Array target_;    // Smooth only: the neighbourhood's mean
  Array coverage_;  // 0..1
  Array velocity_;
  NodeRectangle changed_;
  std::optional<Point> last_;
};

/// The inside of a closed polygon (even-odd rule; corners in km) gets one velocity, km/s.
Painting paintPolygon(const Grid& grid, const Array& velocity, const Polyline& corners,
                      double value);

/// All nodes between two depths (km, either order, both included) get one velocity, km/s.
Painting paintLayer(const Grid& grid, const Array& velocity, double firstDepth, double lastDepth,
                    double value);

/// All nodes between two depths (km, both included) get velocities that run linearly from `first`
/// at `firstDepth` to `last` at `lastDepth`, km/s.
Painting paintGradient(const Grid& grid, const Array& velocity, double firstDepth, double lastDepth,
                       double first, double last);

/// Means over an ellipse-like neighbourhood with the given half axes in nodes (two passes of a
/// box mean); borders take the nodes that exist.
Array smoothed(const Array& values, int radiusX, int radiusZ);

}  // namespace isochron
