// SPDX-License-Identifier: GPL-3.0-or-later
// The colour maps' control points and their interpolation.
#include "colour_maps.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <span>

namespace isochron {
namespace {

// Each colour is 0xRRGGBB. viridis and magma are by S. van der Walt and N. Smith (CC0), cividis by
// J. Nunez, C. Anderton and R. Renslow (2018), all sampled at 17 places; earth is ours, with
// lightness rising evenly from 13 to 90.
constexpr std::uint32_t kViridis[] = {0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D,
                                      0x2C728E, 0x26828E, 0x21918C, 0x1F9F88, 0x27AD81, 0x3DBC74,
                                      0x5CC863, 0x81D34D, 0xAADC32, 0xD5E21A, 0xFDE725};
constexpr std::uint32_t kCividis[] = {0x00224E, 0x002E6A, 0x1A386F, 0x32436D, 0x434E6C, 0x535A6D,
                                      0x61656F, 0x6F7073, 0x7D7C78, 0x8B8778, 0x9A9376, 0xAAA073,
                                      0xBBAD6D, 0xCCBA64, 0xDDC858, 0xEFD748, 0xFEE838};
constexpr std::uint32_t kMagma[] = {0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81,
                                    0x832681, 0x9C2E7F, 0xB73779, 0xCF4070, 0xE55064, 0xF4695C,
                                    0xFB8761, 0xFEA571, 0xFEC287, 0xFDE0A1, 0xFCFDBF};
constexpr std::uint32_t kEarth[] = {0x00234E, 0x00335A, 0x004460, 0x0A5365, 0x3B6261,
                                    0x5B7155, 0x73804D, 0x958D4C, 0xC0954E, 0xE0A159,
                                    0xF1B273, 0xFFC49D, 0xFFD7D4};
constexpr std::uint32_t kGrey[] = {0x101010, 0xF4F4F4};
constexpr std::uint32_t kClassic[] = {0x2A2F8F, 0x2C6FC0, 0x33ABC9, 0x57C68C, 0xA8D45A,
                                      0xF0DE4E, 0xF5B043, 0xE8703A, 0xC9342F, 0x8C1A24};

struct Map {
  const char* name;
  const char* title;
  std::span<const std::uint32_t> colours;
};

constexpr Map kMaps[] = {
    {"viridis", QT_TRANSLATE_NOOP("ColourMaps", "Viridis"), kViridis},
    {"cividis", QT_TRANSLATE_NOOP("ColourMaps", "Cividis"), kCividis},
    {"earth", QT_TRANSLATE_NOOP("ColourMaps", "Earth"), kEarth},
    {"magma", QT_TRANSLATE_NOOP("ColourMaps", "Magma"), kMagma},
    {"grey", QT_TRANSLATE_NOOP("ColourMaps", "Grey"), kGrey},
    {"classic", QT_TRANSLATE_NOOP("ColourMaps", "Classic velocity"), kClassic},
};

const Map& findMap(const QString& name) {
  const auto* found = std::find_if(std::begin(kMaps), std::end(kMaps),
                                   [&](const Map& map) { return name == QLatin1String(map.name); });
  return found == std::end(kMaps) ? kMaps[0] : *found;
}

double channel(std::uint32_t colour, int shift) {
  return static_cast<double>((colour >> shift) & 0xFFU);
}

Rgba mix(std::uint32_t low, std::uint32_t high, double fraction) {
  const auto at = [&](int shift) {
    const double value = std::lerp(channel(low, shift), channel(high, shift), fraction);
    return static_cast<std::uint8_t>(std::lround(value));
  };
  return {at(16), at(8), at(0), 255};
}

double linearLight(double channel) {
  return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

}  // namespace

QStringList colourMapNames() {
  QStringList names;
  for (const Map& map : kMaps) names.append(QString::fromLatin1(map.name));
  return names;
}

QString colourMapTitle(const QString& name) {
  return QCoreApplication::translate("ColourMaps", findMap(name).title);
}

ColourTable colourTable(const QString& name, bool inverted) {
  const auto colours = findMap(name).colours;
  const std::size_t intervals = colours.size() - 1;
  ColourTable table(kColourMapEntries);
  for (int i = 0; i < kColourMapEntries; ++i) {
    const double place =
        static_cast<double>(i) / (kColourMapEntries - 1) * static_cast<double>(intervals);
    const std::size_t first = std::min(static_cast<std::size_t>(place), intervals - 1);
    table[static_cast<std::size_t>(i)] =
        mix(colours[first], colours[first + 1], place - static_cast<double>(first));
  }
  if (inverted) std::reverse(table.begin(), table.end());
  return table;
}

QColor colourAt(const ColourTable& table, double fraction) {
  const double last = static_cast<double>(table.size() - 1);
  const Rgba& c =
      table[static_cast<std::size_t>(std::lround(std::clamp(fraction, 0.0, 1.0) * last))];
  return QColor(c[0], c[1], c[2], c[3]);
}

double lightness(const QColor& colour) {
  const double luminance = 0.2126 * linearLight(colour.redF()) +
                           0.7152 * linearLight(colour.greenF()) +
                           0.0722 * linearLight(colour.blueF());
  const double root = luminance > 216.0 / 24389.0 ? std::cbrt(luminance)
                                                  : (24389.0 / 27.0 * luminance + 16.0) / 116.0;
  return 116.0 * root - 16.0;
}

}  // namespace isochron
