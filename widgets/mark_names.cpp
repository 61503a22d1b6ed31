// SPDX-License-Identifier: GPL-3.0-or-later
#include "mark_names.h"

#include <algorithm>
#include <limits>

namespace isochron {
namespace {

/// Of the side or corner that a name stands at, from its mark.
constexpr QPointF kSides[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}};

QRectF beside(const NamedMark& mark, const QPointF& side, double gap) {
  const QSizeF half = mark.name / 2.0;
  const QPointF middle =
      mark.place + QPointF(side.x() * (gap + half.width()), side.y() * (gap + half.height()));
  return {middle - QPointF(half.width(), half.height()), mark.name};
}

// Names that cover each other are worse than one that is cut off.
constexpr double kApart = 100.0;

double overlap(const QRectF& a, const QRectF& b) {
  const QRectF both = a.intersected(b);
  return both.width() * both.height();
}

}  // namespace

std::vector<QRectF> placeNames(const std::vector<NamedMark>& marks, const QRectF& inside,
                               double gap) {
  std::vector<QRectF> placed;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    QRectF best;
    double least = std::numeric_limits<double>::infinity();
    for (const QPointF& side : kSides) {
      const QRectF name = beside(marks[i], side, gap);
      double covered = name.width() * name.height() - overlap(name, inside);
      for (const QRectF& other : placed) covered += kApart * overlap(name, other);
      for (std::size_t j = 0; j < marks.size(); ++j)
        if (j != i)
          covered +=
              overlap(name, QRectF(marks[j].place - QPointF(gap, gap) / 2, QSizeF(gap, gap)));
      if (covered >= least) continue;
      least = covered;
      best = name;
    }
    placed.push_back(best);
  }
  return placed;
}

}  // namespace isochron
