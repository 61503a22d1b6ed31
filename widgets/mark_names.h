// SPDX-License-Identifier: GPL-3.0-or-later
// Mark names: where the names of marks stand, so that none covers another or another's mark.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <vector>

namespace isochron {

struct NamedMark {
  QPointF place;  // pixels
  QSizeF name;    // of its text; empty for none
};

/// A rectangle for each name, beside its mark at a distance of `gap` from its middle, inside
/// `inside` where there is room: on the right, else on the left, above, below or across. Two marks
/// in one place get their names apart, too.
std::vector<QRectF> placeNames(const std::vector<NamedMark>& marks, const QRectF& inside,
                               double gap);

}  // namespace isochron
