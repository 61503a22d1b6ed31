// SPDX-License-Identifier: GPL-3.0-or-later
// Candidates along every line, the straightest and most level first, taken where there is room.
#include "contour_labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace isochron {
namespace {

constexpr double kStraightest = 0.12;  // sagitta of a label's stretch, of the text's height
constexpr double kMostBent = 0.35;
constexpr double kApart = 6.0;  // least distance between the middles of labels, of their height
constexpr double kGap = 0.35;   // free line on each side of a label, of the text's height

struct Candidate {
  double at;  // middle, distance along the line
  double from;
  double to;
  QPointF centre;
  double angle;
  double penalty;
};

struct Placed {
  QPointF centre;
  double width;
  double height;
  double cosine;
  double sine;
  bool label;
};

double bend(const ScreenLine& line, const std::vector<double>& lengths, double from, double to) {
  const QPointF a = pointAlong(line, lengths, from);
  const QPointF b = pointAlong(line, lengths, to);
  const QPointF chord = b - a;
  const double length = std::hypot(chord.x(), chord.y());
  if (length <= 0.0) return to - from;
  double most = 0.0;
  for (int i = 1; i < 8; ++i) {
    const QPointF off = pointAlong(line, lengths, std::lerp(from, to, i / 8.0)) - a;
    most = std::max(most, std::abs(chord.x() * off.y() - chord.y() * off.x()) / length);
  }
  return most;
}

// Steep labels all read upward, as the titles of upright axes do.
double uprightAngle(QPointF direction) {
  double angle = std::atan2(direction.y(), direction.x()) * 180.0 / std::numbers::pi;
  if (angle > 80.0) angle -= 180.0;
  if (angle <= -100.0) angle += 180.0;
  return angle;
}

std::vector<Candidate> candidates(const ScreenLine& line, double width, const LabelStyle& style) {
  std::vector<Candidate> result;
  const auto lengths = arcLengths(line);
  const double stretch = width + 2.0 * kGap * style.height;
  const double total = lengths.back();
  // A label must leave enough of its line to be seen as its line.
  if (total < 2.2 * stretch) return result;
  const double first = 0.6 * stretch;
  const int count = static_cast<int>((total - 2.0 * first) / (0.5 * stretch)) + 1;
  for (int i = 0; i < count; ++i) {
    const double at =
        first + (count == 1 ? 0.5 : static_cast<double>(i) / (count - 1)) * (total - 2.0 * first);
    const double from = at - 0.5 * stretch;
    const double to = at + 0.5 * stretch;
    const double bent = bend(line, lengths, from, to) / style.height;
    if (bent > kMostBent) continue;
    const QPointF a = pointAlong(line, lengths, from);
    const QPointF b = pointAlong(line, lengths, to);
    const double angle = uprightAngle(b - a);
    const double fromMiddle = std::abs(at / total - 0.5);
    const double penalty =
        std::max(bent - kStraightest, 0.0) * 4.0 + std::abs(angle) / 90.0 + 0.3 * fromMiddle;
    // The middle of the chord, drawn halfway to the curve, sits best in the gap.
    const QPointF centre = 0.25 * (a + b) + 0.5 * pointAlong(line, lengths, at);
    result.push_back({at, from, to, centre, angle, penalty});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const auto& a, const auto& b) { return a.penalty < b.penalty; });
  return result;
}

std::array<QPointF, 4> corners(const Placed& box) {
  const QPointF along(0.5 * box.width * box.cosine, 0.5 * box.width * box.sine);
  const QPointF across(-0.5 * box.height * box.sine, 0.5 * box.height * box.cosine);
  return {box.centre - along - across, box.centre + along - across, box.centre + along + across,
          box.centre - along + across};
}

bool apartAlong(QPointF axis, const Placed& a, const Placed& b) {
  const auto extent = [&](const Placed& box) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const QPointF& corner : corners(box)) {
      const double place = QPointF::dotProduct(axis, corner);
      low = std::min(low, place);
      high = std::max(high, place);
    }
    return std::pair(low, high);
  };
  const auto [lowA, highA] = extent(a);
  const auto [lowB, highB] = extent(b);
  return highA < lowB || highB < lowA;
}

// Separating axes of two turned rectangles.
bool overlap(const Placed& a, const Placed& b) {
  const double reach = 0.5 * (std::hypot(a.width, a.height) + std::hypot(b.width, b.height));
  const QPointF between = a.centre - b.centre;
  if (QPointF::dotProduct(between, between) > reach * reach) return false;
  for (const Placed* box : {&a, &b}) {
    if (apartAlong({box->cosine, box->sine}, a, b)) return false;
    if (apartAlong({-box->sine, box->cosine}, a, b)) return false;
  }
  return true;
}

class Placement {
 public:
  explicit Placement(const LabelStyle& style) : style_(style) {
    for (const QRectF& clear : style.keepClear) {
      taken_.push_back({clear.center(), clear.width(), clear.height(), 1.0, 0.0, false});
    }
  }

  bool take(const Candidate& candidate, double width) {
    const double angle = candidate.angle * std::numbers::pi / 180.0;
    const Placed box{candidate.centre,    width + 0.6 * style_.height,
                     1.3 * style_.height, std::cos(angle),
                     std::sin(angle),     true};
    for (const QPointF& corner : corners(box)) {
      if (!style_.inside.contains(corner)) return false;
    }
    if (std::any_of(taken_.begin(), taken_.end(),
                    [&](const Placed& other) { return crowds(box, other); })) {
      return false;
    }
    taken_.push_back(box);
    return true;
  }

 private:
  // Labels keep more distance than not to overlap: among dense lines they would be a crowd.
  bool crowds(const Placed& box, const Placed& other) const {
    const QPointF between = box.centre - other.centre;
    const double near = kApart * style_.height;
    if (other.label && QPointF::dotProduct(between, between) < near * near) return true;
    return overlap(box, other);
  }

  const LabelStyle& style_;
  std::vector<Placed> taken_;
};

// Distance along a line, the shorter way round where it is closed.
double distanceAlong(double a, double b, const ScreenLine& line, double length) {
  const double direct = std::abs(a - b);
  return line.front() == line.back() ? std::min(direct, length - direct) : direct;
}

std::vector<Candidate> takeFrom(const ScreenLine& line, double width, const LabelStyle& style,
                                Placement& placement) {
  std::vector<Candidate> taken;
  const double length = arcLengths(line).back();
  for (const Candidate& candidate : candidates(line, width, style)) {
    const bool close = std::any_of(taken.begin(), taken.end(), [&](const Candidate& other) {
      return distanceAlong(other.at, candidate.at, line, length) < style.spacing;
    });
    if (!close && placement.take(candidate, width)) taken.push_back(candidate);
  }
  return taken;
}

std::vector<ScreenLine> cut(const ScreenLine& line, std::vector<Candidate> labels) {
  if (labels.empty()) return {line};
  std::sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  const auto lengths = arcLengths(line);
  std::vector<ScreenLine> pieces;
  double from = 0.0;
  for (const Candidate& label : labels) {
    pieces.push_back(partOf(line, lengths, from, label.from));
    from = label.to;
  }
  pieces.push_back(partOf(line, lengths, from, lengths.back()));
  std::erase_if(pieces, [](const ScreenLine& piece) { return piece.size() < 2; });
  return pieces;
}

void labelLevel(LabelledLevel& level, const LabelStyle& style, Placement& placement,
                std::vector<ContourLabel>& labels) {
  std::vector<ScreenLine> pieces;
  for (const ScreenLine& line : level.lines) {
    const auto taken = takeFrom(line, level.textWidth, style, placement);
    for (const Candidate& label : taken) labels.push_back({label.centre, label.angle, level.text});
    for (ScreenLine& piece : cut(line, taken)) pieces.push_back(std::move(piece));
  }
  level.lines = std::move(pieces);
}

}  // namespace

std::vector<ContourLabel> placeLabels(std::vector<LabelledLevel>& levels, const LabelStyle& style) {
  std::vector<std::size_t> order(levels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return levels[a].priority < levels[b].priority;
  });
  Placement placement(style);
  std::vector<ContourLabel> labels;
  for (const std::size_t i : order) labelLevel(levels[i], style, placement, labels);
  return labels;
}

}  // namespace isochron
