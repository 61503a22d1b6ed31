// SPDX-License-Identifier: GPL-3.0-or-later
// Where the nodes lie: what stands in the file about coordinates, in km, downward and to the right.
#include <algorithm>
#include <cmath>

#include "formats/axis_names.h"
#include "formats/guess_spacing.h"
#include "formats/interpret_parts.h"
#include "formats/units.h"

namespace isochron {
namespace {

/// All that is said of the axis with one role, put together from the array's axis and from what
/// stands beside it; numbers still in the file's unit.
struct Said {
  AxisStatement axis;
  bool depth = false;
  std::int64_t length = 0;
  /// The coordinates only count the nodes.
  bool counts() const {
    return axis.unit.empty() && axis.step == 1.0 &&
           (!axis.first || *axis.first == 0.0 || *axis.first == 1.0);
  }
};

bool strictlyMonotonic(const std::vector<double>& values) {
  const bool up = values.size() > 1 && values[1] > values[0];
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) return false;
    if (i > 0 && (up ? !(values[i] > values[i - 1]) : !(values[i] < values[i - 1]))) return false;
  }
  return values.size() > 1;
}

/// Within a hundredth of a step, and within what float32 keeps of large coordinates.
bool isEven(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size() - 1);
  const double step = (values.back() - values.front()) / count;
  const double largest = std::max(std::abs(values.front()), std::abs(values.back()));
  const double tolerance = 0.01 * std::abs(step) + 1e-6 * largest;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::abs(values[i] - values.front() - static_cast<double>(i) * step) > tolerance)
      return false;
  return true;
}

/// Turns even coordinates into a first one and a step, and drops those that are of no use.
void condense(AxisStatement& axis, std::int64_t length) {
  std::vector<double>& listed = axis.coordinates;
  if (static_cast<std::int64_t>(listed.size()) != length || !strictlyMonotonic(listed))
    listed.clear();
  if (listed.empty() || !isEven(listed)) return;
  axis.first = listed.front();
  axis.step = (listed.back() - listed.front()) / static_cast<double>(length - 1);
  listed.clear();
}

/// True where something of that kind and role stands beside the array: "x0", "dz".
bool standsBeside(const StoredArray& array, AxisRole role, BesideName::Kind kind) {
  return std::any_of(array.says.beside.begin(), array.says.beside.end(),
                     [&](const NamedNumbers& numbers) {
                       const BesideName name = besideName(numbers.name);
                       return name.role == role && name.kind == kind;
                     });
}

/// A y is lateral where there is a z and no x, depth where there is an x and no z.
bool isAbout(const BesideName& name, bool depth, const StoredArray& array) {
  const AxisRole role = depth ? AxisRole::Depth : AxisRole::Lateral;
  const AxisRole other = depth ? AxisRole::Lateral : AxisRole::Depth;
  if (!name.isY) return name.role == role;
  return standsBeside(array, other, name.kind) && !standsBeside(array, role, name.kind);
}

/// The number that a name beside the array gives for this axis.
std::optional<double> numberFor(const NamedNumbers& numbers, const BesideName& name,
                                const StoredArray& array, int arrayAxis, bool depth) {
  const auto rank = static_cast<int>(array.shape.size());
  if (numbers.values.empty()) return std::nullopt;
  const bool mine =
      isAbout(name, depth, array) || (name.fromLast > 0 && rank - name.fromLast == arrayAxis);
  if (mine && numbers.values.size() == 1) return numbers.values[0];
  if (!name.all) return std::nullopt;
  if (numbers.values.size() == 1) return numbers.values[0];
  return static_cast<int>(numbers.values.size()) == rank
             ? std::optional(numbers.values[static_cast<std::size_t>(arrayAxis)])
             : std::nullopt;
}

void addBeside(const StoredArray& array, int arrayAxis, Said& said) {
  AxisStatement& axis = said.axis;
  for (const NamedNumbers& numbers : array.says.beside) {
    const BesideName name = besideName(numbers.name);
    using Kind = BesideName::Kind;
    const std::string unit = numbers.unit.empty() ? splitUnit(numbers.name).unit : numbers.unit;
    if (name.kind == Kind::Coordinates && isAbout(name, said.depth, array) &&
        axis.coordinates.empty() && !axis.step &&
        static_cast<std::int64_t>(numbers.values.size()) == said.length) {
      axis.coordinates = numbers.values;
      axis.name = axis.name.empty() ? numbers.name : axis.name;
      axis.unit = unit;
      axis.place = "the coordinates '" + numbers.name + "'";
    }
    const auto number = numberFor(numbers, name, array, arrayAxis, said.depth);
    if (!number || !std::isfinite(*number)) continue;
    if (name.kind == Kind::Step && !axis.step && axis.coordinates.empty() && *number != 0.0) {
      axis.step = number;
      axis.unit = axis.unit.empty() ? unit : axis.unit;
      axis.place = "'" + numbers.name + "'";
    } else if (name.kind == Kind::First && !axis.first && axis.coordinates.empty()) {
      axis.first = number;
      axis.unit = axis.unit.empty() ? unit : axis.unit;
    }
  }
}

Said saidOf(const StoredArray& array, int arrayAxis, bool depth) {
  Said said;
  const auto at = static_cast<std::size_t>(arrayAxis);
  said.depth = depth;
  said.length = array.shape[at];
  if (at < array.says.axes.size()) said.axis = array.says.axes[at];
  if (said.axis.unit.empty()) said.axis.unit = splitUnit(said.axis.name).unit;
  addBeside(array, arrayAxis, said);
  condense(said.axis, said.length);
  return said;
}

double smallestStep(const AxisStatement& axis) {
  if (axis.step) return std::abs(*axis.step);
  double least = HUGE_VAL;
  for (std::size_t i = 1; i < axis.coordinates.size(); ++i)
    least = std::min(least, std::abs(axis.coordinates[i] - axis.coordinates[i - 1]));
  return least;
}

/// Kilometres in one unit of the axis, and how that is known.
struct Scale {
  double kilometres = 1.0;
  std::string words;  // " in ft", " taken as km"
};

/// Steps without a unit: below half of one they are km.
constexpr double kMetresFrom = 0.5;

class Geometry {
 public:
  Geometry(const StoredArray& array, const FileBytes& file, const SectionAxes& axes,
           Interpretation& result)
      : array_(array), file_(file), axes_(axes), result_(result), layout_(result.guess.layout) {
    const bool xFast = layout_.axes == AxisOrder::XFast;
    lateralAxis_ = xFast ? axes.column : axes.row;
    depthAxis_ = xFast ? axes.row : axes.column;
    lateral_ = saidOf(array, lateralAxis_, false);
    depth_ = saidOf(array, depthAxis_, true);
  }

  void interpret() {
    const Located x = locate(lateral_, depth_, lateralAxis_);
    const Located z = locate(depth_, lateral_, depthAxis_);
    layout_.reverseX = x.reversed;
    layout_.reverseZ = z.reversed;
    layout_.origin = {x.origin, z.origin};
    if (z.upward) result_.guess.axesReason += "; heights are turned into depths";
    doubtDirection(z);
    setSpacing(x, z);
  }

 private:
  /// One axis in km, downward or to the right.
  struct Located {
    std::optional<double> step;  // above 0
    double origin = 0.0;
    bool reversed = false;
    bool upward = false;
    std::string reason;
  };

  ImportGuess& guess() { return result_.guess; }

  Scale scaleOf(const Said& said, const Said& other) {
    using Kind = AxisUnit::Kind;
    const auto unit = axisUnit(said.axis.unit);
    const char* name = said.depth ? "z" : "x";
    if (unit && unit->kind == Kind::Length) return {unit->kilometres, " in " + said.axis.unit};
    if (unit && (unit->kind == Kind::Angle || unit->kind == Kind::Longitude))
      return angleScale(said, *unit);
    const auto others = axisUnit(other.axis.unit);
    if (said.axis.unit.empty() && others && others->kind == Kind::Length)
      return {others->kilometres, " taken as " + other.axis.unit + ", as the other axis"};
    double steps = smallestStep(said.axis);
    if (other.axis.unit.empty() && std::isfinite(smallestStep(other.axis)) && !other.counts())
      steps = std::max(steps, smallestStep(other.axis));
    const bool kilometres = steps < kMetresFrom;
    std::string words = kilometres ? " taken as km" : " taken as m";
    if (unit && unit->kind == Kind::Time)
      words += std::string(" although the file says ") + said.axis.unit +
               ", which would make this a section in time";
    else if (!said.axis.unit.empty())
      guess().doubts.push_back(
          {ImportField::Spacing,
           std::string("the unit '") + said.axis.unit + "' of the axis " + name + " is not known",
           "--spacing DX,DZ"});
    return {kilometres ? 1.0 : 1e-3, words};
  }

  Scale angleScale(const Said& said, const AxisUnit& unit) {
    const bool longitude = unit.kind == AxisUnit::Kind::Longitude ||
                           said.axis.name.starts_with("lon") || said.axis.name.starts_with("Lon");
    if (!longitude) return {unit.kilometres, " at 111.195 km a degree"};
    if (const auto latitude = findLatitude()) {
      const double cosine = std::cos(*latitude * M_PI / 180.0);
      return {unit.kilometres * cosine, " at " + numberText(unit.kilometres * cosine) +
                                            " km a degree at the latitude " +
                                            numberText(*latitude)};
    }
    guess().doubts.push_back({ImportField::Spacing,
                              "x is a longitude, whose degrees are 111.195 km on the equator and "
                              "shorter elsewhere, and the file gives no latitude",
                              "--spacing DX,DZ"});
    return {unit.kilometres, " at 111.195 km a degree, as on the equator"};
  }

  /// The mean of a latitude that is an axis of the array or stands beside it.
  std::optional<double> findLatitude() const {
    const auto meanOf = [](const std::vector<double>& values) -> std::optional<double> {
      double sum = 0.0;
      for (const double value : values) sum += value;
      const double mean = sum / static_cast<double>(values.size());
      return !values.empty() && std::abs(mean) < 90.0 ? std::optional(mean) : std::nullopt;
    };
    for (const AxisStatement& axis : array_.says.axes)
      if (axis.name.starts_with("lat") || axis.name.starts_with("Lat"))
        if (const auto mean = meanOf(axis.coordinates)) return mean;
    for (const NamedNumbers& numbers : array_.says.beside)
      if (numbers.name.starts_with("lat") || numbers.name.starts_with("Lat"))
        if (const auto mean = meanOf(numbers.values)) return mean;
    return std::nullopt;
  }

  static bool isUpward(const Said& said, double first, double last) {
    if (!said.depth) return false;
    if (said.axis.upward) return *said.axis.upward;
    if (namesHeight(said.axis.name)) return true;
    return std::max(first, last) <= 0.0 && std::min(first, last) < 0.0;
  }

  Located locate(const Said& said, const Said& other, int arrayAxis) {
    Located located;
    const AxisStatement& axis = said.axis;
    const bool uneven = !axis.coordinates.empty();
    if ((!axis.step && !uneven) || said.counts() ||
        (axisUnit(axis.unit) && axisUnit(axis.unit)->kind == AxisUnit::Kind::Count))
      return withoutStep(said, other);
    const Scale scale = scaleOf(said, other);
    const auto count = static_cast<double>(said.length - 1);
    double first = uneven ? axis.coordinates.front() : axis.first.value_or(0.0);
    double step = uneven ? 0.0 : *axis.step;
    if (axis.cells) first += 0.5 * step;
    const double last = uneven ? axis.coordinates.back() : first + count * step;
    located.upward = isUpward(said, first, last);
    const double sign = (located.upward ? -1.0 : 1.0) * scale.kilometres;
    located.reversed = sign * last < sign * first;
    located.origin = std::min(sign * first, sign * last) + 0.0;
    // A step that is stated stays what it is, to the last bit.
    located.step = uneven ? std::abs(sign * (last - first)) / count : std::abs(sign * step);
    if (uneven) resampled(said, arrayAxis, sign, located);
    located.reason = metresText(*located.step) + " along " + (said.depth ? "z" : "x") +
                     (axis.place.empty() ? "" : " from " + axis.place) + scale.words +
                     (axis.cells ? ", cell by cell" : "");
    return located;
  }

  /// An origin may stand in the file without a spacing.
  Located withoutStep(const Said& said, const Said& other) {
    Located located;
    if (!said.axis.first || *said.axis.first == 0.0 || said.counts()) return located;
    const Scale scale = scaleOf(said, other);
    located.origin = *said.axis.first * scale.kilometres;
    return located;
  }

  void resampled(const Said& said, int arrayAxis, double sign, Located& located) {
    std::vector<double>& even = result_.uneven[static_cast<std::size_t>(arrayAxis)];
    double least = HUGE_VAL, most = 0.0;
    for (const double value : said.axis.coordinates) even.push_back(sign * value);
    for (std::size_t i = 1; i < even.size(); ++i) {
      const double step = std::abs(even[i] - even[i - 1]);
      least = std::min(least, step);
      most = std::max(most, step);
    }
    constexpr double kMostOften = 4.0;  // so many times as many nodes at most
    const double extent = std::abs(even.back() - even.front());
    const double wanted = std::max(least, *located.step / kMostOften);
    located.step = extent / std::ceil(extent / wanted - 1e-9);
    layout_.resampleUneven = true;
    guess().doubts.push_back(
        {ImportField::Spacing,
         std::string(said.depth ? "the depths are uneven" : "the positions along x are uneven") +
             ", " + metresText(least) + " to " + metresText(most) +
             " apart, and would be interpolated to even ones " + metresText(*located.step) +
             " apart",
         "--resample, or --spacing DX,DZ to take the nodes as even ones"});
  }

  /// A vertical axis whose direction nobody states, along which velocity shrinks.
  void doubtDirection(const Located& z) {
    constexpr double kClearly = -0.5;
    const AxisStatement& axis = depth_.axis;
    const bool named = axis.name.starts_with("dep") || axis.name.starts_with("Dep");
    if (!z.step || axis.upward || z.upward || named || namesHeight(axis.name)) return;
    if (axis.role != AxisRole::Unknown && axis.upward) return;
    const PlaneStatistics statistics =
        velocityStatistics(PlaneView(array_, layout_.modelAxis, file_), result_.guess);
    const bool rows = layout_.axes == AxisOrder::XFast;
    const double growth = (rows ? statistics.rows.growth : statistics.columns.growth) *
                          (layout_.reverseZ ? -1.0 : 1.0);
    if (growth > kClearly) return;
    guess().doubts.push_back({ImportField::Direction,
                              "the file does not say whether z grows upward, and taken as depth "
                              "velocity shrinks along it by " +
                                  percentText(-growth) + " of its range",
                              "--flip z, or --flip none"});
  }

  void setSpacing(const Located& x, const Located& z) {
    ImportGuess& g = guess();
    if (x.step && z.step) {
      layout_.dx = *x.step;
      layout_.dz = *z.step;
      g.spacingReason = x.reason + ", " + z.reason;
      g.spacingKnown = true;
      return;
    }
    const auto lengthOf = [&](int axis) { return array_.shape[static_cast<std::size_t>(axis)]; };
    const std::int64_t nx = lengthOf(lateralAxis_), nz = lengthOf(depthAxis_);
    auto spacing = spacingFromName(file_.name());
    if (!spacing) spacing = spacingFromShape(nx, nz);
    if (!spacing && layout_.map)
      spacing = SpacingGuess{5.0 / static_cast<double>(nx - 1), 1.0 / static_cast<double>(nz - 1),
                             "assumed: the latentPINN paper's box of 5 x 1 km"};
    if (!spacing) spacing = SpacingGuess{0.010, 0.010, "assumed, because the file does not say"};
    // One of the two may stand in the file (SEG-Y traces often know dx alone).
    layout_.dx = x.step.value_or(spacing->dx);
    layout_.dz = z.step.value_or(x.step.value_or(spacing->dz));
    if (x.step)
      spacing->reason = x.reason + "; dz is assumed to be the same";
    else if (z.step)
      spacing->reason = z.reason + "; dx is " + spacing->reason;
    g.spacingReason = layout_.dx == layout_.dz ? metresText(layout_.dx)
                                               : metresText(layout_.dx) + " along x and " +
                                                     metresText(layout_.dz) + " along z";
    g.spacingReason += ", " + spacing->reason;
  }

  const StoredArray& array_;
  const FileBytes& file_;
  SectionAxes axes_;
  Interpretation& result_;
  ImportLayout& layout_;
  int lateralAxis_ = 0;
  int depthAxis_ = 0;
  Said lateral_;
  Said depth_;
};

}  // namespace

void interpretGeometry(const StoredArray& array, const FileBytes& file, const SectionAxes& axes,
                       Interpretation& result) {
  result.uneven.assign(array.shape.size(), {});
  Geometry(array, file, axes, result).interpret();
}

}  // namespace isochron
