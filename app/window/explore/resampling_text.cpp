// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/resampling_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "number_text.h"

namespace isochron {
namespace {

constexpr double kTolerance = 1e-3;  // of the extent

QString tr(const char* text) { return QCoreApplication::translate("Resampling text", text); }

QString rangeWords(double first, double last) {
  return tr("%1 to %2 km").arg(numberText(first), numberText(last));
}

bool isCut(const Grid& from, const Grid& to) {
  return to.origin.x > from.origin.x + kTolerance * from.width() ||
         to.end().x < from.end().x - kTolerance * from.width() ||
         to.origin.z > from.origin.z + kTolerance * from.depth() ||
         to.end().z < from.end().z - kTolerance * from.depth();
}

bool isContinued(const Grid& from, const Grid& to) { return isCut(to, from); }

}  // namespace

QString gridWords(const Grid& grid) {
  return tr("%1 × %2 nodes over %3 × %4 km")
      .arg(grid.nx)
      .arg(grid.nz)
      .arg(numberText(grid.width()), numberText(grid.depth()));
}

QString resamplingWords(const Grid& from, const Grid& to) {
  QString words = tr("%1 become %2.").arg(gridWords(from), gridWords(to));
  const bool cut = isCut(from, to), continued = isContinued(from, to);
  if (cut)
    words += QLatin1Char(' ') +
             tr("Kept is the part about the source: x %1, z %2.")
                 .arg(rangeWords(to.origin.x, to.end().x), rangeWords(to.origin.z, to.end().z));
  if (continued)
    words += QLatin1Char(' ') +
             tr("Beyond the drawing's edge the velocities of its edge are continued.");
  words += QLatin1Char(' ') + (cut || continued
                                   ? tr("Nothing is stretched or moved.")
                                   : tr("The extent stays; nothing is stretched or moved."));
  return words;
}

}  // namespace isochron
