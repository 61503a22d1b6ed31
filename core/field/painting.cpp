// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/painting.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isochron {
namespace {

double sane(double velocity) { return std::clamp(velocity, kSlowestPaint, kFastestPaint); }

/// Nodes whose coordinate lies within [from, to], as a half-open range clipped to the grid.
std::pair<int, int> nodesBetween(double from, double to, double origin, double spacing, int n) {
  constexpr double kEdge = 1e-9;
  const double first = std::ceil((from - origin) / spacing - kEdge);
  const double last = std::floor((to - origin) / spacing + kEdge);
  return {static_cast<int>(std::clamp(first, 0.0, static_cast<double>(n))),
          static_cast<int>(std::clamp(last + 1.0, 0.0, static_cast<double>(n)))};
}

NodeRectangle nodesWithin(const Grid& grid, Point low, Point high) {
  const auto [ix0, ix1] = nodesBetween(low.x, high.x, grid.origin.x, grid.dx, grid.nx);
  const auto [iz0, iz1] = nodesBetween(low.z, high.z, grid.origin.z, grid.dz, grid.nz);
  return {ix0, iz0, ix1, iz1};
}

/// Distance from p to the segment a-b, all in units of the brush's half axes.
double distanceToSegment(Point p, Point a, Point b) {
  const double abx = b.x - a.x;
  const double abz = b.z - a.z;
  const double length2 = abx * abx + abz * abz;
  const double along = ((p.x - a.x) * abx + (p.z - a.z) * abz) / (length2 > 0 ? length2 : 1.0);
  const double t = std::clamp(along, 0.0, 1.0);
  return std::hypot(p.x - a.x - t * abx, p.z - a.z - t * abz);
}

/// 1 in the core, 0 at the rim, smooth between.
double touch(double distance, double softness) {
  if (distance > 1.0) return 0.0;
  if (distance <= 1.0 - softness) return 1.0;
  const double t = (1.0 - distance) / softness;
  return t * t * (3.0 - 2.0 * t);
}

/// Running mean along the rows of a matrix seen through `at`, `radius` nodes to each side.
template <class Line>
void boxMean(Line&& line, int radius, Eigen::ArrayXd& scratch) {
  const Eigen::Index n = line.size();
  scratch.resize(n + 1);
  scratch(0) = 0.0;
  for (Eigen::Index i = 0; i < n; ++i) scratch(i + 1) = scratch(i) + line(i);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Eigen::Index first = std::max<Eigen::Index>(0, i - radius);
    const Eigen::Index last = std::min<Eigen::Index>(n, i + radius + 1);
    line(i) = (scratch(last) - scratch(first)) / static_cast<double>(last - first);
  }
}

}  // namespace

NodeRectangle united(const NodeRectangle& a, const NodeRectangle& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return {std::min(a.ix0, b.ix0), std::min(a.iz0, b.iz0), std::max(a.ix1, b.ix1),
          std::max(a.iz1, b.iz1)};
}

Array smoothed(const Array& values, int radiusX, int radiusZ) {
  Array result = values;
  Eigen::ArrayXd scratch;
  for (int pass = 0; pass < 2; ++pass) {
    for (Eigen::Index iz = 0; iz < result.rows(); ++iz) boxMean(result.row(iz), radiusX, scratch);
    for (Eigen::Index ix = 0; ix < result.cols(); ++ix) boxMean(result.col(ix), radiusZ, scratch);
  }
  return result;
}

BrushStroke::BrushStroke(const Grid& grid, Array velocity, const Brush& brush)
    : grid_(grid),
      brush_(brush),
      before_(std::move(velocity)),
      coverage_(Array::Zero(grid.nz, grid.nx)),
      velocity_(before_) {
  // A brush smaller than a cell still paints the nearest node.
  constexpr double kSmallest = 0.75;
  brush_.radiusX = std::max(brush.radiusX, kSmallest * grid.dx);
  brush_.radiusZ = std::max(brush.radiusZ, kSmallest * grid.dz);
  brush_.softness = std::clamp(brush.softness, 0.0, 1.0);
  if (brush_.mode != BrushMode::Smooth) return;
  const auto reach = [](double radius, double spacing, int n) {
    return static_cast<int>(std::clamp(radius / spacing / 3.0, 1.0, static_cast<double>(n)));
  };
  target_ = smoothed(before_, reach(brush_.radiusX, grid.dx, grid.nx),
                     reach(brush_.radiusZ, grid.dz, grid.nz));
}

double BrushStroke::painted(int iz, int ix) const {
  const double before = before_(iz, ix);
  const double touched = coverage_(iz, ix);
  switch (brush_.mode) {
    case BrushMode::Value:
      return sane(before + touched * (brush_.value - before));
    case BrushMode::Add:
      return sane(before + touched * brush_.value);
    case BrushMode::Smooth:
      return sane(before + touched * (target_(iz, ix) - before));
  }
  return before;
}

NodeRectangle BrushStroke::moveTo(Point p) {
  const Point from = last_.value_or(p);
  last_ = p;
  const double rx = brush_.radiusX;
  const double rz = brush_.radiusZ;
  const NodeRectangle nodes =
      nodesWithin(grid_, {std::min(from.x, p.x) - rx, std::min(from.z, p.z) - rz},
                  {std::max(from.x, p.x) + rx, std::max(from.z, p.z) + rz});
  if (nodes.empty()) return {};
  const Point a{from.x / rx, from.z / rz};
  const Point b{p.x / rx, p.z / rz};
  for (int iz = nodes.iz0; iz < nodes.iz1; ++iz)
    for (int ix = nodes.ix0; ix < nodes.ix1; ++ix) {
      const Point node{grid_.x(ix) / rx, grid_.z(iz) / rz};
      const double touched = touch(distanceToSegment(node, a, b), brush_.softness);
      if (touched <= coverage_(iz, ix)) continue;
      coverage_(iz, ix) = touched;
      velocity_(iz, ix) = painted(iz, ix);
    }
  changed_ = united(changed_, nodes);
  return nodes;
}

Painting paintPolygon(const Grid& grid, const Array& velocity, const Polyline& corners,
                      double value) {
  Painting result{velocity, {}};
  if (corners.size() < 3) return result;
  Point low = corners.front();
  Point high = low;
  for (const Point& c : corners) {
    low = {std::min(low.x, c.x), std::min(low.z, c.z)};
    high = {std::max(high.x, c.x), std::max(high.z, c.z)};
  }
  result.changed = nodesWithin(grid, low, high);
  std::vector<double> crossings;
  for (int iz = result.changed.iz0; iz < result.changed.iz1; ++iz) {
    const double z = grid.z(iz);
    crossings.clear();
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const Point a = corners[i];
      const Point b = corners[(i + 1) % corners.size()];
      if ((a.z <= z) != (b.z <= z))
        crossings.push_back(a.x + (z - a.z) / (b.z - a.z) * (b.x - a.x));
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
      const auto [ix0, ix1] =
          nodesBetween(crossings[i], crossings[i + 1], grid.origin.x, grid.dx, grid.nx);
      for (int ix = ix0; ix < ix1; ++ix) result.velocity(iz, ix) = sane(value);
    }
  }
  return result;
}

Painting paintLayer(const Grid& grid, const Array& velocity, double firstDepth, double lastDepth,
                    double value) {
  return paintGradient(grid, velocity, firstDepth, lastDepth, value, value);
}

Painting paintGradient(const Grid& grid, const Array& velocity, double firstDepth, double lastDepth,
                       double first, double last) {
  Painting result{velocity, {}};
  const auto [low, high] = std::minmax(firstDepth, lastDepth);
  const auto [iz0, iz1] = nodesBetween(low, high, grid.origin.z, grid.dz, grid.nz);
  result.changed = {0, iz0, grid.nx, iz1};
  const double span = lastDepth - firstDepth;
  for (int iz = iz0; iz < iz1; ++iz) {
    const double t = span != 0.0 ? std::clamp((grid.z(iz) - firstDepth) / span, 0.0, 1.0) : 0.0;
    result.velocity.row(iz) = sane(first + t * (last - first));
  }
  return result;
}

}  // namespace isochron
