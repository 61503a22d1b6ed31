// SPDX-License-Identifier: GPL-3.0-or-later
// Colour maps: from a value's place in its range to a colour.
#pragma once

#include <QColor>
#include <QString>
#include <QStringList>
#include <array>
#include <cstdint>
#include <vector>

namespace isochron {

/// Entries of a lookup table; enough that no step is seen.
inline constexpr int kColourMapEntries = 1024;

/// Red, green, blue, alpha in memory order, as OpenGL and QImage::Format_RGBA8888 have them.
using Rgba = std::array<std::uint8_t, 4>;
using ColourTable = std::vector<Rgba>;

/// The colours of a field and their range; min >= max means the range of the values.
struct Colouring {
  QString map = QStringLiteral("viridis");
  bool inverted = false;
  double min = 0.0;
  double max = 0.0;
  friend bool operator==(const Colouring&, const Colouring&) = default;
};

/// The names in the order in which a user should see them; the first is the default.
QStringList colourMapNames();

/// What a user reads for a name: "Viridis".
QString colourMapTitle(const QString& name);

/// kColourMapEntries opaque colours from low to high. An unknown name gives viridis.
ColourTable colourTable(const QString& name, bool inverted = false);

/// The colour at `fraction` of the range, clamped to [0, 1].
QColor colourAt(const ColourTable& table, double fraction);

/// CIE lightness L* in 0 .. 100 of an sRGB colour (D65).
double lightness(const QColor& colour);

}  // namespace isochron
