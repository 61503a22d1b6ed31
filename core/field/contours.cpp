// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/contours.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

namespace isochron {
namespace {

/// Edges of the grid by number: 2 (iz nx + ix) is the one from a node to the right, the next
/// number the one downward.
using Edge = std::int32_t;
struct Segment {
  Edge from;
  Edge to;
};

/// For every node the number of levels at or below its value, so that a cell is crossed exactly
/// by the levels between the least and the greatest number at its corners.
std::vector<std::int32_t> bandsOf(const Array& values, const std::vector<double>& levels) {
  std::vector<std::int32_t> bands(static_cast<std::size_t>(values.size()));
  const auto count = static_cast<std::int32_t>(levels.size());
  const double* value = values.data();
  std::int32_t band = 0;
  for (std::int32_t& out : bands) {
    // Neighbours lie close together: walk from the last one's band.
    while (band < count && levels[static_cast<std::size_t>(band)] <= *value) ++band;
    while (band > 0 && levels[static_cast<std::size_t>(band - 1)] > *value) --band;
    out = band;
    ++value;
  }
  return bands;
}

/// Appends the segments in which one level crosses one cell. Corners: 0 top left, 1 top right,
/// 2 bottom right, 3 bottom left; edges: 0 top, 1 right, 2 bottom, 3 left.
void crossCell(const std::array<bool, 4>& above, bool centreAbove, const std::array<Edge, 4>& edges,
               std::vector<Segment>& segments) {
  std::array<Edge, 4> crossed{};
  std::size_t count = 0;
  for (std::size_t e = 0; e < 4; ++e)
    if (above[e] != above[(e + 1) % 4]) crossed[count++] = edges[e];
  if (count == 2) {
    segments.push_back({crossed[0], crossed[1]});
  } else if (count == 4) {
    // A saddle: the centre tells which opposite corners belong together.
    if (above[0] == centreAbove) {
      segments.push_back({edges[0], edges[1]});
      segments.push_back({edges[2], edges[3]});
    } else {
      segments.push_back({edges[3], edges[0]});
      segments.push_back({edges[1], edges[2]});
    }
  }
}

std::vector<std::vector<Segment>> crossings(const Field& field, const std::vector<double>& levels) {
  std::vector<std::vector<Segment>> segments(levels.size());
  const std::vector<std::int32_t> bands = bandsOf(field.values, levels);
  const std::int32_t nx = field.grid.nx;
  for (std::int32_t iz = 0; iz + 1 < field.grid.nz; ++iz)
    for (std::int32_t ix = 0; ix + 1 < nx; ++ix) {
      const std::int32_t n = iz * nx + ix;
      const std::array<std::int32_t, 4> b{
          bands[static_cast<std::size_t>(n)], bands[static_cast<std::size_t>(n + 1)],
          bands[static_cast<std::size_t>(n + nx + 1)], bands[static_cast<std::size_t>(n + nx)]};
      if (b[0] == b[1] && b[0] == b[2] && b[0] == b[3]) continue;
      const auto [least, most] = std::minmax_element(b.begin(), b.end());
      const double centre = 0.25 * field.values.block<2, 2>(iz, ix).sum();
      const std::array<Edge, 4> edges{2 * n, 2 * (n + 1) + 1, 2 * (n + nx), 2 * n + 1};
      for (std::int32_t level = *least; level < *most; ++level)
        crossCell({b[0] > level, b[1] > level, b[2] > level, b[3] > level},
                  centre >= levels[static_cast<std::size_t>(level)], edges,
                  segments[static_cast<std::size_t>(level)]);
    }
  return segments;
}

Point crossingPoint(const Field& field, Edge edge, double level) {
  const std::int32_t n = edge / 2;
  const std::int32_t iz = n / field.grid.nx;
  const std::int32_t ix = n - iz * field.grid.nx;
  const bool down = edge % 2 == 1;
  const double a = field.values(iz, ix);
  const double b = down ? field.values(iz + 1, ix) : field.values(iz, ix + 1);
  const double f = std::clamp((level - a) / (b - a), 0.0, 1.0);
  Point p = field.grid.node(iz, ix);
  (down ? p.z : p.x) += f * (down ? field.grid.dz : field.grid.dx);
  return p;
}

/// Joins one level's segments end to end. Two segments at most meet on an edge.
class Joiner {
 public:
  explicit Joiner(const Field& field)
      : field_(field), at_(2 * static_cast<std::size_t>(field.grid.size()), {-1, -1}) {}

  std::vector<Polyline> join(const std::vector<Segment>& segments, double level) {
    used_.assign(segments.size(), false);
    for (std::size_t s = 0; s < segments.size(); ++s)
      for (const Edge e : {segments[s].from, segments[s].to}) {
        auto& here = at_[static_cast<std::size_t>(e)];
        (here[0] < 0 ? here[0] : here[1]) = static_cast<std::int32_t>(s);
      }
    std::vector<Polyline> lines;
    // Open lines first, from their ends; what is left is closed.
    for (const bool open : {true, false})
      for (std::size_t s = 0; s < segments.size(); ++s)
        for (const Edge e : {segments[s].from, segments[s].to})
          if (!used_[s] && (!open || at_[static_cast<std::size_t>(e)][1] < 0))
            lines.push_back(follow(segments, s, e, level));
    for (const Segment& s : segments)
      for (const Edge e : {s.from, s.to}) at_[static_cast<std::size_t>(e)] = {-1, -1};
    return lines;
  }

 private:
  Polyline follow(const std::vector<Segment>& segments, std::size_t segment, Edge edge,
                  double level) {
    Polyline line{crossingPoint(field_, edge, level)};
    for (;;) {
      used_[segment] = true;
      edge = segments[segment].from == edge ? segments[segment].to : segments[segment].from;
      const Point p = crossingPoint(field_, edge, level);
      if (!(p == line.back())) line.push_back(p);
      const auto& here = at_[static_cast<std::size_t>(edge)];
      const std::int32_t next = here[0] == static_cast<std::int32_t>(segment) ? here[1] : here[0];
      if (next < 0 || used_[static_cast<std::size_t>(next)]) return line;
      segment = static_cast<std::size_t>(next);
    }
  }

  const Field& field_;
  std::vector<std::array<std::int32_t, 2>> at_;  // segments that end on each edge
  std::vector<bool> used_;
};

}  // namespace

std::vector<Contour> contours(const Field& field, const std::vector<double>& levels) {
  assert(std::is_sorted(levels.begin(), levels.end()));
  const std::vector<std::vector<Segment>> segments = crossings(field, levels);
  Joiner joiner(field);
  std::vector<Contour> result;
  result.reserve(levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i) {
    Contour contour{levels[i], joiner.join(segments[i], levels[i])};
    // A line through a node may shrink to one point; that is nothing to draw.
    std::erase_if(contour.lines, [](const Polyline& line) { return line.size() < 2; });
    result.push_back(std::move(contour));
  }
  return result;
}

double niceInterval(double range, int count) {
  if (!(range > 0) || !std::isfinite(range) || count < 1) return 1.0;
  const double rough = range / count;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double mantissa = rough / power;  // in [1, 10)
  const double nice = mantissa < 1.5 ? 1.0 : mantissa < 3.5 ? 2.0 : mantissa < 7.5 ? 5.0 : 10.0;
  return nice * power;
}

std::vector<double> levelsBetween(double min, double max, double interval) {
  constexpr int kMost = 1000;
  std::vector<double> levels;
  if (!(interval > 0) || !std::isfinite(min) || !std::isfinite(max)) return levels;
  for (double k = std::floor(min / interval) + 1; k * interval < max; ++k) {
    if (static_cast<int>(levels.size()) == kMost) break;
    levels.push_back(k * interval);
  }
  return levels;
}

}  // namespace isochron
