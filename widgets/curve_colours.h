// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of curves that the colour-blind tell apart.
#pragma once

#include <QColor>
#include <cstddef>

namespace isochron {

inline constexpr std::size_t kCurveColours = 9;

/// After the last the first comes again; those for a dark ground are lighter.
QColor curveColour(int number, bool dark);

}  // namespace isochron
