// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/units.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <utility>

namespace isochron {
namespace {

constexpr double kFoot = 0.3048e-3;     // km
constexpr double kDegree = 111.194927;  // km, on a sphere of 6371 km

/// Lower case, without blanks; "**", "^" and micro signs in one way of writing.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\xC2\xB5") || rest.starts_with("\xCE\xBC")) {  // micro, mu
      out += 'u';
      ++i;
    } else if (rest.starts_with("\xC2\xB0")) {
      out += "deg";
      ++i;
    } else if (rest.starts_with("\xC2\xB2")) {
      out += '2';
      ++i;
    } else if (rest.starts_with("\xE2\x81\xBB\xC2\xB9")) {  // superscript -1
      out += "-1";
      i += 4;
    } else if (std::string_view(" \t\r\n*^_.\"'{}[]()").find(c) == std::string_view::npos) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

struct Length {
  std::string_view name;
  double kilometres;
};

constexpr Length kLengths[] = {{"kilometers", 1.0},
                               {"kilometres", 1.0},
                               {"kilometer", 1.0},
                               {"kilometre", 1.0},
                               {"kms", 1.0},
                               {"km", 1.0},
                               {"centimeters", 1e-5},
                               {"centimetres", 1e-5},
                               {"centimeter", 1e-5},
                               {"centimetre", 1e-5},
                               {"cm", 1e-5},
                               {"millimeters", 1e-6},
                               {"millimetres", 1e-6},
                               {"millimeter", 1e-6},
                               {"millimetre", 1e-6},
                               {"mm", 1e-6},
                               {"feet", kFoot},
                               {"foot", kFoot},
                               {"ft", kFoot},
                               {"ussurveyfoot", kFoot},
                               {"ussurveyfeet", kFoot},
                               {"ftus", kFoot},
                               {"kft", 1e3 * kFoot},
                               {"kilofeet", 1e3 * kFoot},
                               {"meters", 1e-3},
                               {"metres", 1e-3},
                               {"meter", 1e-3},
                               {"metre", 1e-3},
                               {"hm", 0.1},
                               {"dm", 1e-4},
                               {"m", 1e-3},
                               {"miles", 1.609344},
                               {"mile", 1.609344},
                               {"mi", 1.609344},
                               {"inches", kFoot / 12},
                               {"inch", kFoot / 12}};

std::optional<double> lengthNamed(std::string_view text) {
  for (const Length& length : kLengths)
    if (text == length.name) return length.kilometres;
  return std::nullopt;
}

/// Seconds.
std::optional<double> timeNamed(std::string_view text) {
  constexpr std::pair<std::string_view, double> kTimes[] = {{"s", 1.0},
                                                            {"sec", 1.0},
                                                            {"secs", 1.0},
                                                            {"second", 1.0},
                                                            {"seconds", 1.0},
                                                            {"ms", 1e-3},
                                                            {"msec", 1e-3},
                                                            {"millisecond", 1e-3},
                                                            {"milliseconds", 1e-3},
                                                            {"us", 1e-6},
                                                            {"usec", 1e-6},
                                                            {"microsecond", 1e-6},
                                                            {"microseconds", 1e-6}};
  for (const auto& [name, seconds] : kTimes)
    if (text == name) return seconds;
  return std::nullopt;
}

/// A quotient "a/b" with its sides; "as-1" and "aperb" are quotients too.
std::optional<std::pair<std::string, std::string>> quotient(const std::string& text) {
  for (const std::string_view mark : {"/", "per"}) {
    const std::size_t at = text.find(mark);
    if (at == text.npos || at == 0) continue;
    return std::pair{text.substr(0, at), text.substr(at + mark.size())};
  }
  if (!text.ends_with("-1") && !text.ends_with("-2")) return std::nullopt;
  const bool squared = text.ends_with("-2");
  const std::string front = text.substr(0, text.size() - 2);
  // Where the two names part is found by trying.
  for (std::size_t at = 1; at < front.size(); ++at) {
    std::string first = front.substr(0, at), second = front.substr(at);
    const std::string stem = squared && first.ends_with('2') ? first.substr(0, at - 1) : first;
    const bool velocity = lengthNamed(stem) && timeNamed(second);
    const bool slowness = timeNamed(stem) && lengthNamed(second);
    if (velocity || slowness) return std::pair{first, second + (squared ? "2" : "")};
  }
  return std::nullopt;
}

bool isAbout(double a, double b) { return std::abs(a - b) < 1e-6 * b; }

std::optional<VelocityUnit> fromQuotient(double kilometres, double seconds) {
  const double factor = kilometres / seconds;
  for (const VelocityUnit unit : velocityUnits())
    if (conversionOf(unit).power == 1.0 && isAbout(conversionOf(unit).factor, factor)) return unit;
  return std::nullopt;
}

std::optional<VelocityUnit> fromSlowness(double seconds, double kilometres) {
  for (const VelocityUnit unit : velocityUnits())
    if (conversionOf(unit).power == -1.0 &&
        isAbout(conversionOf(unit).factor, kilometres / seconds))
      return unit;
  return std::nullopt;
}

/// Cuts "2" off both sides; true where both had it.
bool squared(std::string& first, std::string& second) {
  if (!first.ends_with('2') || !second.ends_with('2')) return false;
  first.pop_back();
  second.pop_back();
  return true;
}

}  // namespace

const std::vector<VelocityUnit>& velocityUnits() {
  static const std::vector<VelocityUnit> units = {VelocityUnit::KilometresPerSecond,
                                                  VelocityUnit::MetresPerSecond,
                                                  VelocityUnit::FeetPerSecond,
                                                  VelocityUnit::CentimetresPerSecond,
                                                  VelocityUnit::SecondsPerKilometre,
                                                  VelocityUnit::SecondsPerMetre,
                                                  VelocityUnit::SecondsPerFoot,
                                                  VelocityUnit::MicrosecondsPerMetre,
                                                  VelocityUnit::MicrosecondsPerFoot,
                                                  VelocityUnit::SquaredSecondsPerSquaredKilometre,
                                                  VelocityUnit::SquaredKilometresPerSquaredSecond};
  return units;
}

std::string toText(VelocityUnit unit) {
  switch (unit) {
    case VelocityUnit::KilometresPerSecond:
      return "km/s";
    case VelocityUnit::MetresPerSecond:
      return "m/s";
    case VelocityUnit::FeetPerSecond:
      return "ft/s";
    case VelocityUnit::CentimetresPerSecond:
      return "cm/s";
    case VelocityUnit::SecondsPerKilometre:
      return "s/km";
    case VelocityUnit::SecondsPerMetre:
      return "s/m";
    case VelocityUnit::SecondsPerFoot:
      return "s/ft";
    case VelocityUnit::MicrosecondsPerMetre:
      return "us/m";
    case VelocityUnit::MicrosecondsPerFoot:
      return "us/ft";
    case VelocityUnit::SquaredSecondsPerSquaredKilometre:
      return "s2/km2";
    case VelocityUnit::SquaredKilometresPerSquaredSecond:
      return "km2/s2";
  }
  return "km/s";
}

std::optional<VelocityUnit> velocityUnit(std::string_view text) {
  const std::string written = plain(text);
  if (written == "kmps" || written == "kms") return VelocityUnit::KilometresPerSecond;
  if (written == "mps") return VelocityUnit::MetresPerSecond;
  if (written == "fps") return VelocityUnit::FeetPerSecond;
  auto sides = quotient(written);
  if (!sides) return std::nullopt;
  auto& [first, second] = *sides;
  const bool both = squared(first, second);
  const auto length = lengthNamed(first), under = lengthNamed(second);
  const auto time = timeNamed(first), perTime = timeNamed(second);
  if (length && perTime) {
    const auto unit = fromQuotient(*length, *perTime);
    if (!both) return unit;
    return unit == VelocityUnit::KilometresPerSecond
               ? std::optional(VelocityUnit::SquaredKilometresPerSquaredSecond)
               : std::nullopt;
  }
  if (!time || !under) return std::nullopt;
  const auto unit = fromSlowness(*time, *under);
  if (!both) return unit;
  return unit == VelocityUnit::SecondsPerKilometre
             ? std::optional(VelocityUnit::SquaredSecondsPerSquaredKilometre)
             : std::nullopt;
}

std::optional<VelocityUnit> velocityUnitInName(std::string_view name) {
  // Within brackets, or behind the last underscore, blank or comma.
  for (const auto& [open, close] : {std::pair{'[', ']'}, std::pair{'(', ')'}}) {
    const std::size_t begin = name.find(open), end = name.find(close, begin);
    if (begin == name.npos || end == name.npos) continue;
    if (const auto unit = velocityUnit(name.substr(begin + 1, end - begin - 1))) return unit;
  }
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (std::string_view("_ ,-").find(name[at]) == std::string_view::npos) continue;
    const std::string_view word = name.substr(at + 1);
    if (const auto unit = velocityUnit(word)) return unit;
    if (word == "ms") return VelocityUnit::MetresPerSecond;  // within a velocity's name
  }
  return std::nullopt;
}

double UnitConversion::operator()(double value) const {
  if (power == 1.0) return factor * value;
  if (power == -1.0) return factor / value;
  return factor * std::pow(value, power);
}

UnitConversion conversionOf(VelocityUnit unit) {
  switch (unit) {
    case VelocityUnit::KilometresPerSecond:
      return {1.0, 1.0};
    case VelocityUnit::MetresPerSecond:
      return {1e-3, 1.0};
    case VelocityUnit::FeetPerSecond:
      return {kFoot, 1.0};
    case VelocityUnit::CentimetresPerSecond:
      return {1e-5, 1.0};
    case VelocityUnit::SecondsPerKilometre:
      return {1.0, -1.0};
    case VelocityUnit::SecondsPerMetre:
      return {1e-3, -1.0};
    case VelocityUnit::SecondsPerFoot:
      return {kFoot, -1.0};
    case VelocityUnit::MicrosecondsPerMetre:
      return {1e3, -1.0};
    case VelocityUnit::MicrosecondsPerFoot:
      return {1e6 * kFoot, -1.0};
    case VelocityUnit::SquaredSecondsPerSquaredKilometre:
      return {1.0, -0.5};
    case VelocityUnit::SquaredKilometresPerSquaredSecond:
      return {1.0, 0.5};
  }
  return {};
}

bool isSlowness(VelocityUnit unit) { return conversionOf(unit).power < 0; }

std::optional<AxisUnit> axisUnit(std::string_view text) {
  using Kind = AxisUnit::Kind;
  const std::string written = plain(text);
  if (const auto length = lengthNamed(written)) return AxisUnit{Kind::Length, *length};
  if (timeNamed(written)) return AxisUnit{Kind::Time, 0.0};
  if (written.starts_with("degreeseast") || written.starts_with("degreeeast") ||
      written == "degreese" || written == "degreee" || written == "dege")
    return AxisUnit{Kind::Longitude, kDegree};
  if (written.starts_with("deg")) return AxisUnit{Kind::Angle, kDegree};
  if (written.starts_with("arcmin")) return AxisUnit{Kind::Angle, kDegree / 60};
  if (written.starts_with("arcsec") || written.starts_with("secondsofarc"))
    return AxisUnit{Kind::Angle, kDegree / 3600};
  if (written == "rad" || written == "radian" || written == "radians")
    return AxisUnit{Kind::Angle, kDegree * 57.29577951308232};
  if (written == "1" || written == "count" || written == "index" || written == "none")
    return AxisUnit{Kind::Count, 0.0};
  return std::nullopt;
}

}  // namespace isochron
