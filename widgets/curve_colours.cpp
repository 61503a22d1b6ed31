// SPDX-License-Identifier: GPL-3.0-or-later
#include "curve_colours.h"

#include <array>

namespace isochron {
namespace {

// Okabe and Ito's.
constexpr std::array<QRgb, kCurveColours> kOnLight = {
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xb8860b, 0x56a0d0, 0x6a4fb3, 0x777777, 0x8c5a3c};
constexpr std::array<QRgb, kCurveColours> kOnDark = {
    0x56b4e9, 0xff8c42, 0x2fd3a3, 0xe7a3c8, 0xf0e442, 0x8fc7ff, 0xb39ddb, 0xbbbbbb, 0xcfa083};

}  // namespace

QColor curveColour(int number, bool dark) {
  return QColor((dark ? kOnDark : kOnLight)[static_cast<std::size_t>(number) % kCurveColours]);
}

}  // namespace isochron
