// SPDX-License-Identifier: GPL-3.0-or-later
// Clipping, simplifying and measuring polylines in pixels.
#include "screen_lines.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace isochron {
namespace {

// Points looked back at while simplifying: bounds the work per point.
constexpr std::size_t kLongestRun = 24;

double squaredDistanceToSegment(QPointF p, QPointF a, QPointF b) {
  const QPointF along = b - a;
  const double length = QPointF::dotProduct(along, along);
  double t = 0.0;
  if (length > 0.0) t = std::clamp(QPointF::dotProduct(p - a, along) / length, 0.0, 1.0);
  const QPointF off = p - (a + t * along);
  return QPointF::dotProduct(off, off);
}

struct Interval {
  double from;
  double to;
};

// Liang and Barsky: the part of the segment a-b inside the rectangle, as fractions of it.
std::optional<Interval> insidePart(QPointF a, QPointF b, const QRectF& r) {
  const QPointF d = b - a;
  Interval part{0.0, 1.0};
  const double p[4] = {-d.x(), d.x(), -d.y(), d.y()};
  const double q[4] = {a.x() - r.left(), r.right() - a.x(), a.y() - r.top(), r.bottom() - a.y()};
  for (int side = 0; side < 4; ++side) {
    if (p[side] == 0.0) {
      if (q[side] < 0.0) return std::nullopt;
      continue;
    }
    const double t = q[side] / p[side];
    if (p[side] < 0.0) {
      part.from = std::max(part.from, t);
    } else {
      part.to = std::min(part.to, t);
    }
    if (part.from > part.to) return std::nullopt;
  }
  return part;
}

void finish(std::vector<ScreenLine>& pieces, ScreenLine& piece) {
  if (piece.size() > 1) pieces.push_back(piece);
  piece.clear();
}

}  // namespace

std::vector<ScreenLine> screenLines(const Polyline& line, const ViewTransform& transform,
                                    double tolerance) {
  const QRectF place = transform.plot();
  const Window seen = transform.visible();
  const double scaleX = place.width() / seen.width();
  const double scaleZ = place.height() / seen.depth();
  ScreenLine pixels;
  pixels.reserve(line.size());
  for (const Point& p : line) {
    pixels.emplace_back(place.left() + (p.x - seen.first.x) * scaleX,
                        place.top() + (p.z - seen.first.z) * scaleZ);
  }
  return clipped(simplified(pixels, tolerance), place);
}

std::vector<ScreenLine> clipped(const ScreenLine& line, const QRectF& rectangle) {
  std::vector<ScreenLine> pieces;
  ScreenLine piece;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const auto part = insidePart(line[i], line[i + 1], rectangle);
    if (!part) {
      finish(pieces, piece);
      continue;
    }
    const QPointF along = line[i + 1] - line[i];
    if (piece.empty() || part->from > 0.0) {
      finish(pieces, piece);
      piece.push_back(line[i] + part->from * along);
    }
    piece.push_back(line[i] + part->to * along);
    if (part->to < 1.0) finish(pieces, piece);
  }
  finish(pieces, piece);
  return pieces;
}

ScreenLine simplified(const ScreenLine& line, double tolerance) {
  if (line.size() < 3) return line;
  const double squared = tolerance * tolerance;
  ScreenLine result{line.front()};
  std::size_t anchor = 0;
  for (std::size_t i = 2; i < line.size(); ++i) {
    bool straight = i - anchor <= kLongestRun;
    for (std::size_t k = anchor + 1; straight && k < i; ++k) {
      straight = squaredDistanceToSegment(line[k], line[anchor], line[i]) <= squared;
    }
    if (straight) continue;
    anchor = i - 1;
    result.push_back(line[anchor]);
  }
  result.push_back(line.back());
  return result;
}

std::vector<double> arcLengths(const ScreenLine& line) {
  std::vector<double> lengths;
  lengths.reserve(line.size());
  double length = 0.0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (i > 0) {
      const QPointF d = line[i] - line[i - 1];
      length += std::hypot(d.x(), d.y());
    }
    lengths.push_back(length);
  }
  return lengths;
}

QPointF pointAlong(const ScreenLine& line, const std::vector<double>& lengths, double distance) {
  const auto after = std::upper_bound(lengths.begin(), lengths.end(), distance);
  if (after == lengths.begin()) return line.front();
  if (after == lengths.end()) return line.back();
  const auto i = static_cast<std::size_t>(after - lengths.begin());
  const double fraction = (distance - lengths[i - 1]) / (lengths[i] - lengths[i - 1]);
  return line[i - 1] + fraction * (line[i] - line[i - 1]);
}

ScreenLine partOf(const ScreenLine& line, const std::vector<double>& lengths, double from,
                  double to) {
  ScreenLine part;
  if (line.empty() || !(to > from)) return part;
  part.push_back(pointAlong(line, lengths, from));
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (lengths[i] > from && lengths[i] < to) part.push_back(line[i]);
  }
  part.push_back(pointAlong(line, lengths, to));
  return part;
}

std::vector<ScreenLine> dashed(const ScreenLine& line, double dash, double gap) {
  std::vector<ScreenLine> dashes;
  ScreenLine piece;
  bool drawing = true;
  double left = dash;  // of the dash or gap
  if (!line.empty()) piece.push_back(line.front());
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const QPointF along = line[i + 1] - line[i];
    const double length = std::hypot(along.x(), along.y());
    double at = 0.0;
    while (length - at > left) {
      at += left;
      const QPointF place = line[i] + (at / length) * along;
      if (drawing) {
        piece.push_back(place);
        finish(dashes, piece);
      } else {
        piece = {place};
      }
      drawing = !drawing;
      left = drawing ? dash : gap;
    }
    left -= length - at;
    if (drawing) piece.push_back(line[i + 1]);
  }
  finish(dashes, piece);
  return dashes;
}

}  // namespace isochron
