// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/segy_geometry.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "formats/decimal.h"
#include "formats/scalar.h"

namespace isochron {
namespace {

constexpr double kKilometresPerDegree = 111.194927;  // on a sphere of 6371 km

/// Offsets of x in a trace header, y behind it (SEG-Y rev 2.1, table 3, less one).
struct CoordinateField {
  std::int64_t offset;
  const char* name;
};
constexpr CoordinateField kFields[] = {{180, "the midpoint coordinates"},
                                       {80, "the receiver coordinates"},
                                       {72, "the source coordinates"}};

/// The fields of one trace's header.
class TraceHeader {
 public:
  TraceHeader(const FileBytes& file, const SegyHeader& header, std::int64_t trace)
      : bytes_(file.bytes().data() + header.firstTrace + trace * header.traceBytes),
        order_(header.order) {}

  std::int64_t inlineNumber() const { return signed32(188); }
  std::int64_t delay() const { return signed16(108); }
  int coordinateUnits() const { return static_cast<int>(signed16(88)); }
  /// x and y, as written times their scalar; negative ones divide.
  Point place(std::int64_t offset) const {
    return {signed32(offset) * resolution(), signed32(offset + 4) * resolution()};
  }
  /// One unit of the stored coordinates.
  double resolution() const {
    const auto scalar = static_cast<double>(signed16(70));
    return scalar == 0 ? 1.0 : scalar > 0 ? scalar : -1.0 / scalar;
  }
  double real(std::int64_t offset) const {
    return std::bit_cast<float>(
        static_cast<std::uint32_t>(loadUnsigned(bytes_ + offset, 4, order_)));
  }

 private:
  std::int32_t signed32(std::int64_t offset) const {
    return static_cast<std::int32_t>(
        static_cast<std::uint32_t>(loadUnsigned(bytes_ + offset, 4, order_)));
  }
  std::int16_t signed16(std::int64_t offset) const {
    return static_cast<std::int16_t>(
        static_cast<std::uint16_t>(loadUnsigned(bytes_ + offset, 2, order_)));
  }

  const std::byte* bytes_;
  ByteOrder order_;
};

/// Places of traces with their unit.
struct Places {
  std::vector<Point> points;
  double resolution = 0.0;
  std::string name;
};

bool varies(const std::vector<Point>& points) {
  return std::any_of(points.begin(), points.end(), [&](Point p) { return !(p == points.front()); });
}

Places placesOf(const FileBytes& file, const SegyHeader& header, std::int64_t traces) {
  constexpr std::int64_t kStopEvery = 0xFFF;
  Places places;
  for (const auto& [offset, name] : kFields) {
    places.points.clear();
    for (std::int64_t trace = 0; trace < traces; ++trace) {
      if ((trace & kStopEvery) == 0) file.goOn();
      places.points.push_back(TraceHeader(file, header, trace).place(offset));
    }
    if (!varies(places.points)) continue;
    places.name = name;
    places.resolution = TraceHeader(file, header, 0).resolution();
    return places;
  }
  return {};
}

/// "1211530.5" is 121 degrees, 15 minutes and 30.5 seconds.
double degreesFrom(double packed) {
  const double size = std::abs(packed);
  const double degrees = std::floor(size / 1e4);
  const double minutes = std::floor((size - 1e4 * degrees) / 100);
  return std::copysign(degrees + minutes / 60 + (size - 1e4 * degrees - 100 * minutes) / 3600,
                       packed);
}

/// Degrees in one unit of the coordinates; 0 for lengths.
double degreesPerUnit(int units) {
  switch (units) {
    case 2:
      return 1.0 / 3600;
    case 3:
    case 4:
      return 1.0;
    default:
      return 0.0;
  }
}

/// Along the line from its first trace.
std::vector<double> alongLine(const std::vector<Point>& points) {
  std::vector<double> along = {0.0};
  for (std::size_t i = 1; i < points.size(); ++i)
    along.push_back(along.back() + distance(points[i - 1], points[i]));
  return along;
}

/// Steps that only the rounding of the stored numbers makes uneven are even.
void setPlaces(std::vector<double> along, double resolution, AxisStatement& axis) {
  const auto count = static_cast<double>(along.size() - 1);
  const double step = (along.back() - along.front()) / count;
  double largest = 0.0;
  for (std::size_t i = 0; i < along.size(); ++i)
    largest = std::max(largest, std::abs(along[i] - along[0] - static_cast<double>(i) * step));
  if (std::abs(step) > 0 && largest <= 1.001 * resolution) {
    axis.first = along.front();
    axis.step = step;
  } else {
    axis.coordinates = std::move(along);
  }
}

std::vector<double> component(const std::vector<Point>& points, bool x) {
  std::vector<double> values;
  for (const Point p : points) values.push_back(x ? p.x : p.z);
  return values;
}

bool isConstant(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; });
}

std::string lengthUnit(const SegyHeader& header) {
  return header.system == LengthSystem::Feet ? "ft" : "m";
}

const char* lengthWords(const SegyHeader& header) {
  return header.system == LengthSystem::Unsaid ? " (unit not said)" : "";
}

void stateLengths(const SegyHeader& header, const Places& places, AxisStatement& axis) {
  const std::vector<double> x = component(places.points, true), y = component(places.points, false);
  axis.unit = lengthUnit(header);
  axis.place = places.name + lengthWords(header);
  if (isConstant(y)) return setPlaces(x, places.resolution, axis);
  if (isConstant(x)) return setPlaces(y, places.resolution, axis);
  axis.place += ", along the line";
  setPlaces(alongLine(places.points), 2 * places.resolution, axis);
}

void stateAngles(int units, Places places, AxisStatement& axis, FileStatements& says) {
  constexpr int kPacked = 4;
  if (units == kPacked)
    for (Point& p : places.points) p = {degreesFrom(p.x), degreesFrom(p.z)};
  const double degrees = degreesPerUnit(units);
  const std::vector<double> x = component(places.points, true), y = component(places.points, false);
  axis.unit = units == 2 ? "arcsec" : "degrees";
  axis.place = places.name;
  if (isConstant(x)) {
    axis.name = "latitude";
    return setPlaces(y, places.resolution, axis);
  }
  const double latitude = 0.5 * (y.front() + y.back()) * degrees;
  if (isConstant(y)) {
    axis.name = "longitude";
    says.beside.push_back({"latitude", "degrees", {latitude}});
    return setPlaces(x, places.resolution, axis);
  }
  const double scale = degrees * kKilometresPerDegree;
  const double cosine = std::cos(latitude * M_PI / 180);
  for (Point& p : places.points) p = {p.x * scale * cosine, p.z * scale};
  axis.unit = "km";
  axis.place += ", which are angles, along the line";
  setPlaces(alongLine(places.points), 2 * places.resolution * scale, axis);
}

bool isStep(double value) { return std::isfinite(value) && value > 1e-6 && value < 1e6; }

}  // namespace

std::int64_t tracesPerLine(const FileBytes& file, const SegyHeader& header) {
  const auto line = [&](std::int64_t trace) {
    return TraceHeader(file, header, trace).inlineNumber();
  };
  std::int64_t length = 1;
  while (length < header.traces && line(length) == line(0)) ++length;
  if (length < 2 || header.traces % length != 0) return header.traces;
  for (std::int64_t trace = length; trace < header.traces; ++trace) {
    const bool starts = trace % length == 0;
    if ((line(trace) == line(trace - 1)) == starts) return header.traces;
  }
  return length;
}

void stateTraces(const FileBytes& file, const SegyHeader& header, std::int64_t traces,
                 AxisStatement& lateral, FileStatements& says) {
  Places places = placesOf(file, header, traces);
  if (places.points.empty()) return;
  const int units = TraceHeader(file, header, 0).coordinateUnits();
  if (degreesPerUnit(units) > 0)
    stateAngles(units, std::move(places), lateral, says);
  else
    stateLengths(header, places, lateral);
}

void stateSamples(const FileBytes& file, const SegyHeader& header, AxisStatement& depth) {
  if (!(header.interval > 0)) return;
  // The field is meant for microseconds; depth sections carry millimetres, a few metres.
  constexpr double kWholeBelow = 200;
  const bool whole = header.interval < kWholeBelow;
  depth.step = header.interval / (whole ? 1.0 : 1e3);
  depth.unit = lengthUnit(header);
  depth.place = "the sample interval " + decimal(header.interval) + (whole ? "" : " / 1000");
  if (const auto delay = TraceHeader(file, header, 0).delay(); delay != 0)
    depth.first = static_cast<double>(delay);
}

bool stateSeismicUnixSteps(const FileBytes& file, const SegyHeader& header, AxisStatement& lateral,
                           AxisStatement& depth) {
  const TraceHeader trace(file, header, 0);
  const auto state = [&](std::int64_t step, std::int64_t first, const char* name,
                         AxisStatement& axis) {
    if (!isStep(trace.real(step))) return false;
    axis.step = trace.real(step);
    axis.first = std::isfinite(trace.real(first)) ? trace.real(first) : 0.0;
    axis.place = std::string(name) + " in the trace headers";
    return true;
  };
  state(188, 192, "d2", lateral);
  return state(180, 184, "d1", depth);
}

}  // namespace isochron
