// SPDX-License-Identifier: GPL-3.0-or-later
// From a recipe to velocities: every place is followed back through the events.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "generators/earth_recipe.h"

namespace isochron {
namespace {

using std::numbers::pi;

/// A place in the box and the velocity found there, if an event has made the rock.
struct Grain {
  double u;
  double w;
  std::optional<double> velocity;
  bool compacts = false;  // beds do, water and salt do not
};

double reliefAt(const EarthRelief& relief, double u) {
  double sum = 0.0;
  for (const EarthWave& wave : relief)
    sum += wave.height * std::sin(2.0 * pi * (wave.waves * u + wave.phase));
  return sum;
}

double smoothStep(double from, double to, double value) {
  const double t = std::clamp((value - from) / (to - from), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

class BedPile {
 public:
  explicit BedPile(const EarthBeds& beds) {
    double bottom = beds.top;
    for (const EarthBed& bed : beds.beds) {
      bottoms_.push_back(bottom += bed.thickness);
      velocities_.push_back(bed.velocity);
    }
    bottoms_.pop_back();  // the last has no bottom
  }

  double velocity(double w) const {
    const auto bed = std::lower_bound(bottoms_.begin(), bottoms_.end(), w) - bottoms_.begin();
    return velocities_[static_cast<std::size_t>(bed)];
  }

 private:
  std::vector<double> bottoms_;
  std::vector<double> velocities_;
};

struct PreparedBeds {
  BedPile pile;
  void undo(Grain& grain) const {
    grain.velocity = pile.velocity(grain.w);
    grain.compacts = true;
  }
};

struct PreparedFold {
  EarthFold fold;
  void undo(Grain& grain) const {
    grain.w -= reliefAt(fold.relief, grain.u) + fold.tilt * (grain.u - 0.5);
  }
};

struct PreparedFault {
  EarthFault fault;
  double side;   // the hanging wall lies to the right (1) or left (-1) of the fault
  double slope;  // depth reached per width at the top of the box, both as shares

  PreparedFault(const EarthFault& given, double aspect)
      : fault(given),
        side(given.dip > 0.0 ? 1.0 : -1.0),
        slope(aspect * std::tan(std::abs(given.dip) * pi / 180.0)) {}

  /// Depth of the fault so far to the side of where it reaches the top.
  double depthAt(double x) const {
    if (fault.detachment <= 0.0 || x < 0.0) return slope * x;
    return fault.detachment * (1.0 - std::exp(-slope * x / fault.detachment));
  }

  void undo(Grain& grain) const {
    const double x = side * (grain.u - fault.at);
    const double depth = depthAt(x);
    if (grain.w >= depth) return;  // in the foot wall
    const double heave = fault.fall / slope;
    grain.u -= side * heave;
    grain.w -= depth - depthAt(x - heave);
  }
};

struct PreparedUnconformity {
  EarthUnconformity unconformity;
  BedPile pile;
  void undo(Grain& grain) const {
    if (grain.w >= unconformity.depth + reliefAt(unconformity.relief, grain.u)) return;
    grain.velocity = pile.velocity(grain.w);
    grain.compacts = true;
  }
};

struct PreparedChannel {
  EarthChannel channel;
  void undo(Grain& grain) const {
    const double across = 2.0 * (grain.u - channel.x) / channel.width;
    const double down = (grain.w - channel.depth) / channel.thickness;
    if (down < 0.0 || down > 1.0 - across * across) return;
    grain.velocity = channel.velocity;
    grain.compacts = true;
  }
};

struct PreparedSalt {
  EarthSalt salt;

  /// Distance from the salt, roughly, as a share of the depth; negative inside.
  double distance(double u, double w) const {
    const double halfHeight = salt.height / 2.0;
    const double x = 2.0 * (u - salt.x) / salt.width;
    // The bulb's lower side is flatter than its roof: an overhang, not an egg.
    const double z = (w - salt.depth) / (w > salt.depth ? 0.8 * halfHeight : halfHeight);
    const double angle = std::atan2(z, x), phase = 2.0 * pi * salt.phase;
    const double rim = 1.0 + salt.uneven * (std::sin(2.0 * angle + phase) +
                                            0.6 * std::sin(3.0 * angle + 2.7 * phase));
    const double bulb = (std::hypot(x, z) - rim) * halfHeight;
    if (salt.stem <= 0.0) return bulb;
    const double halfStem =
        0.5 * salt.stem * (1.0 + 4.0 * std::pow(smoothStep(0.72, 1.08, w), 2.0));
    // Across the stem a distance is a share of the width; in the bulb's proportions it is less.
    const double flatness = salt.height / salt.width;
    const double aside = std::abs(u - salt.x - salt.lean * (w - salt.depth)) - halfStem;
    const double column = std::max(flatness * aside, 0.6 * (salt.depth - w));
    constexpr double kRounding = 0.05;
    const double blend = std::clamp(0.5 + 0.5 * (column - bulb) / kRounding, 0.0, 1.0);
    return std::lerp(column, bulb, blend) - kRounding * blend * (1.0 - blend);
  }

  void undo(Grain& grain) const {
    const double away = distance(grain.u, grain.w);
    if (away < 0.0) {
      grain.velocity = salt.velocity;
      return;
    }
    grain.w += salt.drag * std::exp(-away / 0.09) * smoothStep(0.0, 0.4, grain.w);
  }
};

struct PreparedWater {
  EarthWater water;
  double floorAt(double u) const { return water.depth + reliefAt(water.relief, u); }
  void undo(Grain& grain) const {
    if (grain.w < floorAt(grain.u)) grain.velocity = water.velocity;
  }
};

using PreparedEvent = std::variant<PreparedBeds, PreparedFold, PreparedFault, PreparedUnconformity,
                                   PreparedChannel, PreparedSalt, PreparedWater>;

/// Makes each event ready for a box of that width over depth.
struct Preparation {
  double aspect;
  PreparedEvent operator()(const EarthBeds& e) const { return PreparedBeds{BedPile(e)}; }
  PreparedEvent operator()(const EarthFold& e) const { return PreparedFold{e}; }
  PreparedEvent operator()(const EarthFault& e) const { return PreparedFault(e, aspect); }
  PreparedEvent operator()(const EarthUnconformity& e) const {
    return PreparedUnconformity{e, BedPile(e.beds)};
  }
  PreparedEvent operator()(const EarthChannel& e) const { return PreparedChannel{e}; }
  PreparedEvent operator()(const EarthSalt& e) const { return PreparedSalt{e}; }
  PreparedEvent operator()(const EarthWater& e) const { return PreparedWater{e}; }
};

class EarthHistory {
 public:
  EarthHistory(const EarthRecipe& recipe, double aspect) : recipe_(recipe) {
    for (auto event = recipe.events.rbegin(); event != recipe.events.rend(); ++event) {
      events_.push_back(std::visit(Preparation{aspect}, *event));
      if (const auto* water = std::get_if<PreparedWater>(&events_.back())) sea_ = *water;
    }
  }

  double velocity(double u, double w) const {
    Grain grain{u, w, {}, false};
    for (const PreparedEvent& event : events_) {
      std::visit([&grain](const auto& prepared) { prepared.undo(grain); }, event);
      if (grain.velocity) break;
    }
    double velocity = grain.velocity.value_or(recipe_.slowest);
    if (grain.compacts) {
      const double burial = w - (sea_ ? sea_->floorAt(u) : 0.0);
      velocity += recipe_.compaction * burial + reliefAt(recipe_.lateral, u);
    }
    return std::clamp(velocity, recipe_.slowest, recipe_.fastest);
  }

 private:
  const EarthRecipe& recipe_;
  std::vector<PreparedEvent> events_;  // from the youngest on
  std::optional<PreparedWater> sea_;
};

/// The border before node i of n, which is the box's for the first and the last.
double borderBefore(int i, int n) { return std::clamp((i - 0.5) / (n - 1.0), 0.0, 1.0); }

/// Slowness averaged over each node's cell: from its corners where they agree, else from so many
/// places along each axis.
Array meanSlowness(const Grid& grid, const EarthHistory& history, const WorkMonitor& monitor) {
  constexpr int kPlaces = 4;
  Array corners(grid.nz + 1, grid.nx + 1);
  for (int iz = 0; iz <= grid.nz; ++iz) {
    monitor.at(0.3 * iz / grid.nz);
    for (int ix = 0; ix <= grid.nx; ++ix)
      corners(iz, ix) =
          1.0 / history.velocity(borderBefore(ix, grid.nx), borderBefore(iz, grid.nz));
  }
  Array slowness(grid.nz, grid.nx);
  for (int iz = 0; iz < grid.nz; ++iz) {
    monitor.at(0.3 + 0.7 * iz / grid.nz);
    for (int ix = 0; ix < grid.nx; ++ix) {
      const auto cell = corners.block<2, 2>(iz, ix);
      if (cell.maxCoeff() < 1.01 * cell.minCoeff()) {
        slowness(iz, ix) = cell.mean();
        continue;
      }
      const double u0 = borderBefore(ix, grid.nx), u1 = borderBefore(ix + 1, grid.nx);
      const double w0 = borderBefore(iz, grid.nz), w1 = borderBefore(iz + 1, grid.nz);
      double sum = 0.0;
      for (int j = 0; j < kPlaces; ++j)
        for (int i = 0; i < kPlaces; ++i)
          sum += 1.0 / history.velocity(std::lerp(u0, u1, (i + 0.5) / kPlaces),
                                        std::lerp(w0, w1, (j + 0.5) / kPlaces));
      slowness(iz, ix) = sum / (kPlaces * kPlaces);
    }
  }
  return slowness;
}

/// Along the rows of `values`, by a Gaussian of that deviation in nodes; borders are continued.
Array blurredRows(const Array& values, double deviation) {
  const int reach = static_cast<int>(std::ceil(3.0 * deviation));
  std::vector<double> weights;
  double total = 0.0;
  for (int k = -reach; k <= reach; ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (deviation * deviation)));
    total += weights.back();
  }
  const Eigen::Index n = values.cols();
  Array result = Array::Zero(values.rows(), n);
  for (Eigen::Index iz = 0; iz < values.rows(); ++iz)
    for (Eigen::Index ix = 0; ix < n; ++ix) {
      double sum = 0.0;
      for (int k = -reach; k <= reach; ++k)
        sum += weights[static_cast<std::size_t>(k + reach)] *
               values(iz, std::clamp<Eigen::Index>(ix + k, 0, n - 1));
      result(iz, ix) = sum / total;
    }
  return result;
}

}  // namespace

Array earthVelocity(const Grid& grid, const EarthRecipe& recipe, const WorkMonitor& monitor) {
  checkRecipe(recipe);
  Array slowness = meanSlowness(grid, EarthHistory(recipe, grid.width() / grid.depth()), monitor);
  // Less than that many nodes and the averages over the cells have done it.
  constexpr double kLeast = 0.3;
  if (recipe.blur * (grid.nx - 1) > kLeast)
    slowness = blurredRows(slowness, recipe.blur * (grid.nx - 1));
  if (recipe.blur * (grid.nz - 1) > kLeast) {
    const Array turned = slowness.transpose();
    slowness = blurredRows(turned, recipe.blur * (grid.nz - 1)).transpose();
  }
  // Once more: means of the same number may miss it by a rounding.
  return (1.0 / slowness).max(recipe.slowest).min(recipe.fastest);
}

}  // namespace isochron
