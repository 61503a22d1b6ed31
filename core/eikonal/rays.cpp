// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal/rays.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "field/error.h"

namespace isochron {
namespace {

constexpr double kStep = 0.5;   // of the smaller spacing
constexpr double kPiece = 0.5;  // of the smaller spacing

struct Direction {
  double x = 0.0;
  double z = 0.0;
};

/// Follows -grad T with the midpoint rule. T = r s is differentiated as s grad r + r grad s, with
/// grad s from central differences at the nodes, bilinear between them.
class Tracer {
 public:
  explicit Tracer(const Traveltimes& t) : t_(t), step_(kStep * std::min(t.grid.dx, t.grid.dz)) {}

  Polyline trace(Point p) const {
    Polyline ray{p};
    while (!besideSource(p)) {
      const double time = t_.at(p);
      p = downhill(p);
      if (t_.at(p) < time) {
        ray.push_back(p);
        continue;
      }
      // Beside a kink the gradient misleads. Node by node it goes on: the solver promises every
      // node an earlier neighbour.
      p = earliestCorner(ray.back());
      ray.push_back(p);
      while (!besideSource(p) && !(t_.at(p) < time)) {
        p = earliestNeighbour(p);
        ray.push_back(p);
      }
    }
    if (!(p == t_.source)) ray.push_back(t_.source);
    return ray;
  }

 private:
  /// Within a cell of the source the ray is straight.
  bool besideSource(Point p) const {
    return std::abs(p.x - t_.source.x) <= t_.grid.dx && std::abs(p.z - t_.source.z) <= t_.grid.dz;
  }

  Point downhill(Point p) const {
    const Direction first = direction(p);
    const Point middle = t_.grid.clamp({p.x + 0.5 * step_ * first.x, p.z + 0.5 * step_ * first.z});
    const Direction second = direction(middle);
    return t_.grid.clamp({p.x + step_ * second.x, p.z + step_ * second.z});
  }

  /// Unit vector against grad T.
  Direction direction(Point p) const {
    const CellPosition c = locate(t_.grid, p);
    Direction slope;  // of the mean slowness
    for (const int iz : {0, 1})
      for (const int ix : {0, 1}) {
        const double weight = (ix != 0 ? c.fx : 1 - c.fx) * (iz != 0 ? c.fz : 1 - c.fz);
        const Direction node = slopeAt(c.iz + iz, c.ix + ix);
        slope.x += weight * node.x;
        slope.z += weight * node.z;
      }
    const double r = distance(p, t_.source);
    const double s = interpolate(t_.grid, t_.meanSlowness, p);
    const double gx = s * (p.x - t_.source.x) / r + r * slope.x;
    const double gz = s * (p.z - t_.source.z) / r + r * slope.z;
    const double length = std::hypot(gx, gz);
    return length > 0 ? Direction{-gx / length, -gz / length} : Direction{};
  }

  Direction slopeAt(int iz, int ix) const {
    const Array& s = t_.meanSlowness;
    const int left = std::max(ix - 1, 0), right = std::min(ix + 1, t_.grid.nx - 1);
    const int up = std::max(iz - 1, 0), down = std::min(iz + 1, t_.grid.nz - 1);
    return {(s(iz, right) - s(iz, left)) / ((right - left) * t_.grid.dx),
            (s(down, ix) - s(up, ix)) / ((down - up) * t_.grid.dz)};
  }

  Point earliestCorner(Point p) const {
    const CellPosition c = locate(t_.grid, p);
    return earliestOf({{{c.iz, c.ix}, {c.iz, c.ix + 1}, {c.iz + 1, c.ix}, {c.iz + 1, c.ix + 1}}});
  }

  Point earliestNeighbour(Point node) const {
    const int ix = static_cast<int>(std::lround((node.x - t_.grid.origin.x) / t_.grid.dx));
    const int iz = static_cast<int>(std::lround((node.z - t_.grid.origin.z) / t_.grid.dz));
    const int left = std::max(ix - 1, 0), right = std::min(ix + 1, t_.grid.nx - 1);
    const int up = std::max(iz - 1, 0), down = std::min(iz + 1, t_.grid.nz - 1);
    return earliestOf({{{iz, left}, {iz, right}, {up, ix}, {down, ix}}});
  }

  struct NodeIndex {
    int iz;
    int ix;
  };
  Point earliestOf(const std::array<NodeIndex, 4>& nodes) const {
    const NodeIndex earliest = *std::min_element(nodes.begin(), nodes.end(),
                                                 [this](const NodeIndex& a, const NodeIndex& b) {
                                                   return t_.time(a.iz, a.ix) < t_.time(b.iz, b.ix);
                                                 });
    return t_.grid.node(earliest.iz, earliest.ix);
  }

  const Traveltimes& t_;
  double step_;
};

}  // namespace

Polyline traceRay(const Traveltimes& traveltimes, Point receiver) {
  if (!traveltimes.grid.contains(receiver))
    throw Error("receiver",
                "lies outside the model at x = " + std::to_string(receiver.x) +
                    " km, z = " + std::to_string(receiver.z) + " km",
                "place it inside the grid");
  return Tracer(traveltimes).trace(traveltimes.grid.clamp(receiver));
}

double timeAlong(const VelocityModel& model, const Polyline& path) {
  const double piece = kPiece * std::min(model.grid().dx, model.grid().dz);
  double time = 0.0;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Point a = path[i - 1], b = path[i];
    const double length = distance(a, b);
    const int pieces = std::max(1, static_cast<int>(std::ceil(length / piece)));
    for (int k = 0; k < pieces; ++k) {
      const auto slowness = [&](double f) {
        return 1.0 / model.at({a.x + f * (b.x - a.x), a.z + f * (b.z - a.z)});
      };
      const double f0 = static_cast<double>(k) / pieces, f1 = static_cast<double>(k + 1) / pieces;
      time +=
          length / pieces * (slowness(f0) + 4.0 * slowness(0.5 * (f0 + f1)) + slowness(f1)) / 6.0;
    }
  }
  return time;
}

}  // namespace isochron
