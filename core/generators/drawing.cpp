// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/drawing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "field/painting.h"
#include "generators/random_field.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

using std::numbers::pi;

class Hand {
 public:
  Hand(const Grid& grid, const DrawingShape& shape, std::uint64_t seed)
      : grid_(grid), shape_(shape), seed_(seed), random_(seed) {}

  Array draw(const WorkMonitor& monitor) {
    background();
    const int edits = 1 + static_cast<int>(random_.uniform() * std::floor(shape_.edits));
    for (int i = 0; i < edits; ++i) {
      monitor.at((i + 1.0) / (edits + 1.0));
      edit();
    }
    return velocity_.max(shape_.slowest).min(shape_.fastest);
  }

 private:
  double between(double low, double high) { return random_.uniform(low, high); }
  bool happens(double chance) { return random_.uniform() < chance; }
  /// A place in the box from shares of its width and depth.
  Point at(double u, double w) const {
    return {grid_.origin.x + u * grid_.width(), grid_.origin.z + w * grid_.depth()};
  }
  double depthAt(double w) const { return at(0.0, w).z; }

  double anyVelocity(double low = 0.0, double high = 1.0) {
    return std::lerp(shape_.slowest, shape_.fastest, between(low, high));
  }

  /// One that differs visibly from what is at a place.
  double otherVelocity(Point place) {
    const double here = interpolate(grid_, velocity_, place);
    const double range = shape_.fastest - shape_.slowest;
    const double step = shape_.contrast * range * between(0.06, 0.6);
    // Away from the nearer bound, more often than not.
    const bool up = happens((shape_.fastest - here) / range);
    return std::clamp(here + (up ? step : -step), shape_.slowest, shape_.fastest);
  }

  void background() {
    velocity_ = Array::Constant(grid_.nz, grid_.nx, anyVelocity(0.05, 0.7));
    const double kind = random_.uniform();
    if (kind < 0.3) return;
    if (kind < 0.7) {
      const double top = anyVelocity(0.0, 0.5);
      paintGradientBetween(0.0, 1.0, top, top + between(0.1, 1.0) * (shape_.fastest - top));
    } else if (kind < 0.9) {
      const int layers = 2 + static_cast<int>(5.0 * random_.uniform());
      double first = 0.0, velocity = anyVelocity(0.0, 0.4);
      for (int i = 0; i < layers; ++i) {
        const double last = i + 1 == layers ? 1.0 : first + between(0.3, 1.7) / layers;
        paint(paintLayer(grid_, velocity_, depthAt(first), depthAt(last), velocity));
        velocity += (shape_.fastest - shape_.slowest) * between(-0.12, 0.35);
        velocity = std::clamp(velocity, shape_.slowest, shape_.fastest);
        first = std::min(last, 1.0);
      }
    } else {
      const Array field = gaussianRandomField(grid_.nz, grid_.nx, 2.5, 7.0, seedOf(seed_, 1));
      const double middle = 0.5 * (shape_.slowest + shape_.fastest);
      velocity_ = middle + (shape_.fastest - middle) * field;
    }
  }

  void edit() {
    const double tool = random_.uniform();
    if (tool < 0.4)
      brush();
    else if (tool < 0.8)
      polygon();
    else if (tool < 0.9)
      layer();
    else
      gradient();
  }

  void paint(Painting painting) { velocity_ = std::move(painting.velocity); }

  void paintGradientBetween(double first, double last, double top, double bottom) {
    paint(paintGradient(grid_, velocity_, depthAt(first), depthAt(last), top, bottom));
  }

  void layer() {
    const double first = between(0.0, 0.9), last = first + between(0.04, 0.3);
    paint(paintLayer(grid_, velocity_, depthAt(first), depthAt(last),
                     otherVelocity(at(0.5, std::min(0.5 * (first + last), 1.0)))));
  }

  void gradient() {
    const double first = between(0.0, 0.6), last = first + between(0.2, 0.6);
    const double top = otherVelocity(at(0.5, first));
    paintGradientBetween(first, last, top,
                         std::clamp(top + between(-0.5, 2.0), shape_.slowest, shape_.fastest));
  }

  /// A stroke that wanders, as a hand does.
  void brush() {
    double u = random_.uniform(), w = random_.uniform();
    Brush brush;
    const double kind = random_.uniform();
    brush.mode = kind < 0.6 ? BrushMode::Value : kind < 0.85 ? BrushMode::Add : BrushMode::Smooth;
    brush.value = otherVelocity(at(u, w));
    if (brush.mode == BrushMode::Add) brush.value -= interpolate(grid_, velocity_, at(u, w));
    // Round on the screen, whose picture fills the window whatever the box.
    const double radius = 0.015 * std::pow(12.0, random_.uniform());
    brush.radiusX = radius * grid_.width();
    brush.radiusZ = radius * grid_.depth();
    brush.softness = random_.uniform();
    BrushStroke stroke(grid_, velocity_, brush);
    stroke.moveTo(at(u, w));
    double direction = between(0.0, 2.0 * pi);
    const double bend = between(-0.35, 0.35);
    const int moves = static_cast<int>(24.0 * random_.uniform());
    for (int i = 0; i < moves; ++i) {
      direction += bend + between(-0.4, 0.4);
      u = std::clamp(u + 0.04 * std::cos(direction), 0.0, 1.0);
      w = std::clamp(w + 0.04 * std::sin(direction), 0.0, 1.0);
      stroke.moveTo(at(u, w));
    }
    velocity_ = stroke.velocity();
  }

  void polygon() {
    const double kind = random_.uniform();
    const double u = between(0.1, 0.9), w = between(0.1, 0.95);
    const Polyline corners = kind < 0.35   ? angular(u, w)
                             : kind < 0.65 ? blob(u, w)
                             : kind < 0.85 ? dome(u)
                                           : slab(u, w);
    paint(paintPolygon(grid_, velocity_, corners, otherVelocity(at(u, w))));
  }

  /// A few clicks around a place.
  Polyline angular(double u, double w) {
    const int n = 3 + static_cast<int>(6.0 * random_.uniform());
    const double radius = between(0.06, 0.35);
    Polyline corners;
    for (int i = 0; i < n; ++i) {
      const double angle = 2.0 * pi * (i + between(-0.35, 0.35)) / n;
      const double reach = radius * between(0.5, 1.0);
      corners.push_back(at(u + reach * std::cos(angle), w + reach * std::sin(angle)));
    }
    return corners;
  }

  /// A closed curve drawn in one go.
  Polyline blob(double u, double w) {
    const double halfWidth = between(0.04, 0.3), halfHeight = between(0.04, 0.25);
    const double uneven = between(0.0, 0.25), phase = between(0.0, 2.0 * pi);
    const double tilt = between(-0.5, 0.5);
    Polyline corners;
    constexpr int kCorners = 64;
    for (int i = 0; i < kCorners; ++i) {
      const double angle = 2.0 * pi * i / kCorners;
      const double reach = 1.0 + uneven * (std::sin(2.0 * angle + phase) +
                                           0.7 * std::sin(3.0 * angle + 2.0 * phase));
      const double x = halfWidth * reach * std::cos(angle);
      corners.push_back(at(u + x, w + halfHeight * reach * std::sin(angle) + tilt * x));
    }
    return corners;
  }

  /// What everybody draws first: a dome that stands on the bottom, often wider above.
  Polyline dome(double u) {
    const double top = between(0.15, 0.6), head = between(0.06, 0.22);
    const double neck = head * between(0.35, 1.1), foot = neck + between(0.0, 0.2);
    const double waist = between(top + 0.15, 0.95);
    Polyline corners;
    for (const double side : {-1.0, 1.0})
      for (int i = 0; i <= 16; ++i) {
        // Up the left flank from the foot, over the top, down the right one.
        const double t = side < 0.0 ? i / 16.0 : 1.0 - i / 16.0;
        const double half = t < 0.5
                                ? std::lerp(foot, neck, std::sin(pi * t))
                                : std::lerp(neck, head, std::sin(2.0 * pi * (t - 0.5))) *
                                      std::sqrt(std::max(0.0, 1.0 - std::pow(2.0 * t - 1.0, 6)));
        const double w =
            t < 0.5 ? std::lerp(1.02, waist, 2.0 * t) : std::lerp(waist, top, 2.0 * t - 1.0);
        corners.push_back(at(u + side * half * between(0.95, 1.05), w));
      }
    return corners;
  }

  /// A dyke, a sill or a fault block.
  Polyline slab(double u, double w) {
    const double length = between(0.2, 0.8), thickness = between(0.02, 0.1);
    const double angle = between(0.0, pi);
    const double c = std::cos(angle), s = std::sin(angle);
    Polyline corners;
    for (const auto& [along, across] :
         {std::pair{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}})
      corners.push_back(at(u + length * along * c - thickness * across * s,
                           w + length * along * s + thickness * across * c));
    return corners;
  }

  const Grid& grid_;
  const DrawingShape& shape_;
  std::uint64_t seed_;
  RandomStream random_;
  Array velocity_;
};

}  // namespace

Array randomDrawing(const Grid& grid, const DrawingShape& shape, std::uint64_t seed,
                    const WorkMonitor& monitor) {
  return Hand(grid, shape, seed).draw(monitor);
}

}  // namespace isochron
