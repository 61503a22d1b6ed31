// SPDX-License-Identifier: GPL-3.0-or-later
// Strokes with mitred joins; the outermost half pixel on both sides fades out.
#include "triangle_mesh.h"

#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

constexpr double kMitreLimit = 2.0;

struct Profile {
  double core;   // half width at full opacity
  double outer;  // half width where the opacity reaches zero
  int alpha;
};

// Lines thinner than a pixel keep a pixel's width and fade instead.
Profile profileOf(double width, int alpha) {
  const double drawn = std::max(width, 1.0);
  const int faded = static_cast<int>(std::lround(alpha * std::min(width, 1.0)));
  return {0.5 * drawn - 0.5, 0.5 * drawn + 0.5, faded};
}

QPointF unitNormal(QPointF a, QPointF b) {
  const QPointF d = b - a;
  const double length = std::hypot(d.x(), d.y());
  return {-d.y() / length, d.x() / length};
}

// The offset of a join's corner for a half width of one.
QPointF mitre(QPointF before, QPointF after) {
  const QPointF sum = before + after;
  const double squared = QPointF::dotProduct(sum, sum);
  if (squared < 1e-6) return after;
  const QPointF exact = sum * (2.0 / squared);
  const double length = std::hypot(exact.x(), exact.y());
  return length > kMitreLimit ? exact * (kMitreLimit / length) : exact;
}

class Stroker {
 public:
  Stroker(TriangleMesh& mesh, const QColor& colour, double width)
      : mesh_(mesh), colour_(colour), profile_(profileOf(width, colour.alpha())) {}

  void stroke(const std::vector<QPointF>& line, bool closed) {
    const std::size_t n = line.size();
    if (n < 2) return;
    const std::size_t segments = closed ? n : n - 1;
    const std::int32_t first = mesh_.count();
    for (std::size_t i = 0; i < n; ++i) addRow(line[i], offsetAt(line, i, closed));
    for (std::size_t i = 0; i < segments; ++i) {
      joinRows(first + rowSize() * static_cast<std::int32_t>(i),
               first + rowSize() * static_cast<std::int32_t>((i + 1) % n));
    }
  }

 private:
  bool isThin() const { return profile_.core < 0.05; }
  std::int32_t rowSize() const { return isThin() ? 3 : 4; }

  static QPointF offsetAt(const std::vector<QPointF>& line, std::size_t i, bool closed) {
    const std::size_t n = line.size();
    const bool atStart = i == 0 && !closed;
    const bool atEnd = i + 1 == n && !closed;
    const QPointF before = atStart ? QPointF() : unitNormal(line[(i + n - 1) % n], line[i]);
    const QPointF after = atEnd ? QPointF() : unitNormal(line[i], line[(i + 1) % n]);
    if (atStart) return after;
    if (atEnd) return before;
    return mitre(before, after);
  }

  void addPoint(QPointF p, int alpha) {
    mesh_.points.insert(mesh_.points.end(),
                        {static_cast<float>(p.x()), static_cast<float>(p.y()), 0.0F});
    const auto byte = [](int value) { return static_cast<std::uint8_t>(value); };
    mesh_.colours.insert(mesh_.colours.end(), {byte(colour_.red()), byte(colour_.green()),
                                               byte(colour_.blue()), byte(alpha)});
  }

  void addRow(QPointF p, QPointF offset) {
    addPoint(p + profile_.outer * offset, 0);
    addPoint(p + profile_.core * offset, profile_.alpha);
    if (!isThin()) addPoint(p - profile_.core * offset, profile_.alpha);
    addPoint(p - profile_.outer * offset, 0);
  }

  void joinRows(std::int32_t a, std::int32_t b) {
    for (std::int32_t k = 0; k + 1 < rowSize(); ++k) {
      mesh_.corners.insert(mesh_.corners.end(),
                           {a + k, b + k, b + k + 1, a + k, b + k + 1, a + k + 1});
    }
  }

  TriangleMesh& mesh_;
  QColor colour_;
  Profile profile_;
};

// Without points that fall together: they have no direction.
std::vector<QPointF> deviceLine(const Shape& shape, std::size_t begin, std::size_t end,
                                const DeviceSpace& space) {
  std::vector<QPointF> line;
  line.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    const QPointF p = space(shape.lines.points[i]);
    if (line.empty() || std::hypot(p.x() - line.back().x(), p.y() - line.back().y()) > 1e-3) {
      line.push_back(p);
    }
  }
  return line;
}

void addFan(TriangleMesh& mesh, const std::vector<QPointF>& outline, const QColor& colour) {
  if (outline.size() < 3) return;
  QPointF middle;
  for (const QPointF& p : outline) middle += p / static_cast<double>(outline.size());
  const std::int32_t first = mesh.count();
  const auto add = [&](QPointF p) {
    mesh.points.insert(mesh.points.end(),
                       {static_cast<float>(p.x()), static_cast<float>(p.y()), 0.0F});
    for (const int value : {colour.red(), colour.green(), colour.blue(), colour.alpha()}) {
      mesh.colours.push_back(static_cast<std::uint8_t>(value));
    }
  };
  add(middle);
  for (const QPointF& p : outline) add(p);
  const auto n = static_cast<std::int32_t>(outline.size());
  for (std::int32_t i = 0; i < n; ++i) {
    mesh.corners.insert(mesh.corners.end(), {first, first + 1 + i, first + 1 + (i + 1) % n});
  }
}

}  // namespace

void TriangleMesh::clear() {
  points.clear();
  colours.clear();
  corners.clear();
}

void TriangleMesh::add(const Shape& shape, const DeviceSpace& space) {
  std::vector<std::vector<QPointF>> lines;
  std::size_t begin = 0;
  for (const std::size_t end : shape.lines.ends) {
    lines.push_back(deviceLine(shape, begin, end, space));
    begin = end;
  }
  if (shape.casing.alpha() > 0) {
    Stroker casing(*this, shape.casing, shape.casingWidth * space.scale);
    for (const auto& line : lines) casing.stroke(line, shape.closed);
  }
  if (shape.fill.alpha() > 0) {
    for (const auto& line : lines) addFan(*this, line, shape.fill);
  }
  if (shape.stroke.alpha() > 0) {
    Stroker stroke(*this, shape.stroke, shape.width * space.scale);
    for (const auto& line : lines) stroke.stroke(line, shape.closed);
  }
}

}  // namespace isochron
