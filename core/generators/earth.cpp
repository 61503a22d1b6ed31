// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/earth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "generators/random_stream.h"

namespace isochron {
namespace {

using std::numbers::pi;

double smoothStep(double from, double to, double value) {
  const double t = std::clamp((value - from) / (to - from), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

/// A pile of folded layers. Folds grow with depth, as older beds have been folded longer.
class LayeredEarth {
 public:
  LayeredEarth(RandomStream& random, double folding) : folding_(folding) {
    double depth = 0.0;
    for (int i = 0; i < kLayers; ++i) {
      depth += random.uniform(0.6, 1.4);
      bottoms_[i] = depth;
    }
    for (double& bottom : bottoms_) bottom /= depth;
    // One bed in the middle is slower than the one above it, as shale or gas sand can be.
    const int slow = 2 + static_cast<int>(3.0 * random.uniform());
    for (int i = 0; i < kLayers; ++i) {
      velocities_[i] = 1.75 + 0.42 * i + random.uniform(-0.12, 0.12);
      if (i == slow) velocities_[i] -= 0.75;
      tilts_[i] = random.uniform(-0.03, 0.03);
    }
    for (Fold& fold : folds_) {
      fold.phase = random.uniform(0.0, 2.0 * pi);
      fold.drift = random.uniform(-0.25, 0.25);
    }
    folds_[0].waves = random.uniform(0.7, 1.1);
    folds_[1].waves = random.uniform(1.6, 2.4);
    folds_[2].waves = random.uniform(3.2, 4.8);
    folds_[0].height = random.uniform(0.045, 0.065);
    folds_[1].height = random.uniform(0.02, 0.035);
    folds_[2].height = random.uniform(0.005, 0.01);
  }

  EarthColumn column(double u) const {
    std::array<double, kLayers> bottoms = bottoms_;
    for (int i = 0; i < kLayers; ++i) {
      bottoms[i] += relief(i, u);
      if (i > 0) bottoms[i] = std::max(bottoms[i], bottoms[i - 1]);
    }
    return [bottoms, this](double w) {
      int i = 0;
      while (i < kLayers - 1 && w > bottoms[i]) ++i;
      // Within a bed compaction alone makes velocity grow.
      return velocities_[i] + 0.35 * w;
    };
  }

 private:
  static constexpr int kLayers = 8;

  struct Fold {
    double waves = 1.0;   // across the box
    double height = 0.0;  // of the box's depth
    double phase = 0.0;
    double drift = 0.0;  // of the phase, from a bed to the next
  };

  double relief(int i, double u) const {
    double sum = 0.0;
    for (const Fold& fold : folds_)
      sum += fold.height * std::sin(2.0 * pi * fold.waves * u + fold.phase + fold.drift * i);
    return folding_ * (sum * (0.35 + 0.65 * i / (kLayers - 1.0)) + tilts_[i] * (u - 0.5));
  }

  double folding_;
  std::array<double, kLayers> bottoms_{};
  std::array<double, kLayers> velocities_{};
  std::array<double, kLayers> tilts_{};
  std::array<Fold, 3> folds_{};
};

/// A mushroom of salt: a bulb on a stem that widens towards the mother salt below.
struct SaltDome {
  double u0, w0;                  // centre of the bulb
  double halfWidth, halfHeight;   // of the bulb
  double stem;                    // half its width
  double lean;                    // of the stem, sideways over the whole depth
  double phase2, phase3, wobble;  // unevenness of the bulb

  explicit SaltDome(RandomStream& random)
      : u0(random.uniform(0.38, 0.62)),
        w0(random.uniform(0.34, 0.42)),
        halfWidth(random.uniform(0.15, 0.26)),
        halfHeight(random.uniform(0.13, 0.2)),
        stem(random.uniform(0.045, 0.065)),
        lean(random.uniform(-0.25, 0.25)),
        phase2(random.uniform(0.0, 2.0 * pi)),
        phase3(random.uniform(0.0, 2.0 * pi)),
        wobble(random.uniform(0.05, 0.1)) {}

  /// Distance from the salt, roughly, in fractions of the box; negative inside.
  double distance(double u, double w) const {
    const double x = (u - u0) / halfWidth;
    // The bulb's lower side is flatter than its roof: an overhang, not an egg.
    const double z = (w - w0) / (w > w0 ? 0.8 * halfHeight : halfHeight);
    const double angle = std::atan2(z, x);
    const double rim =
        1.0 + wobble * (std::sin(2.0 * angle + phase2) + 0.6 * std::sin(3.0 * angle + phase3));
    const double bulb = (std::hypot(x, z) - rim) * halfHeight;
    const double halfStem = stem + 0.25 * std::pow(smoothStep(0.72, 1.08, w), 2.0);
    const double column = std::max(std::abs(u - u0 - lean * (w - w0)) - halfStem, 0.6 * (w0 - w));
    constexpr double kRounding = 0.05;
    const double blend = std::clamp(0.5 + 0.5 * (column - bulb) / kRounding, 0.0, 1.0);
    return std::lerp(column, bulb, blend) - kRounding * blend * (1.0 - blend);
  }
};

/// Bedded sediments, compacted with depth; `w` is where the bed lay before the salt bent it.
double sedimentVelocity(double w, double phase) {
  const double beds = std::tanh(2.5 * std::sin(2.0 * pi * 6.5 * w + phase));
  return 1.85 + 1.75 * w + 0.13 * beds;
}

/// Positions per axis within the cell around a node.
constexpr int kSamples = 4;
using CellColumns = std::array<EarthColumn, kSamples>;

/// Position i of a node's cell, as a fraction of its axis of n nodes; cells end at the box.
double samplePosition(int node, int i, int n) {
  return std::clamp((node + (i + 0.5) / kSamples - 0.5) / (n - 1), 0.0, 1.0);
}

double meanSlowness(const CellColumns& columns, int iz, int nz) {
  const double top = samplePosition(iz, 0, nz);
  const double bottom = samplePosition(iz, kSamples - 1, nz);
  const std::array corners = {1.0 / columns.front()(top), 1.0 / columns.back()(top),
                              1.0 / columns.front()(bottom), 1.0 / columns.back()(bottom)};
  const auto [least, most] = std::minmax_element(corners.begin(), corners.end());
  const double cornerMean = (corners[0] + corners[1] + corners[2] + corners[3]) / 4.0;
  // Without a border in the cell the corners say enough, at a quarter of the cost.
  if (*most < 1.02 * *least) return cornerMean;
  double sum = 0.0;
  for (const EarthColumn& column : columns)
    for (int j = 0; j < kSamples; ++j) sum += 1.0 / column(samplePosition(iz, j, nz));
  return sum / (kSamples * kSamples);
}

}  // namespace

Array sampleEarth(const Grid& grid, const Earth& earth, const WorkMonitor& monitor) {
  Array velocity(grid.nz, grid.nx);
  for (int ix = 0; ix < grid.nx; ++ix) {
    monitor.at(static_cast<double>(ix) / grid.nx);
    const EarthColumn column = earth(static_cast<double>(ix) / (grid.nx - 1));
    for (int iz = 0; iz < grid.nz; ++iz)
      velocity(iz, ix) = column(static_cast<double>(iz) / (grid.nz - 1));
  }
  return velocity;
}

Array averageEarth(const Grid& grid, const Earth& earth, const WorkMonitor& monitor) {
  Array velocity(grid.nz, grid.nx);
  for (int ix = 0; ix < grid.nx; ++ix) {
    monitor.at(static_cast<double>(ix) / grid.nx);
    CellColumns columns;
    for (int i = 0; i < kSamples; ++i) columns[i] = earth(samplePosition(ix, i, grid.nx));
    for (int iz = 0; iz < grid.nz; ++iz)
      velocity(iz, ix) = 1.0 / meanSlowness(columns, iz, grid.nz);
  }
  return velocity;
}

Array layeredVelocity(const Grid& grid, std::uint64_t seed, double folding,
                      const WorkMonitor& monitor) {
  RandomStream random(seed);
  const LayeredEarth layers(random, folding);
  return averageEarth(
      grid, [&](double u) { return layers.column(u); }, monitor);
}

Array faultedVelocity(const Grid& grid, std::uint64_t seed, double folding, double fallScale,
                      const WorkMonitor& monitor) {
  RandomStream random(seed);
  const LayeredEarth layers(random, folding);
  const double dip = random.uniform(50.0, 65.0) * pi / 180.0;
  const double side = random.uniform() < 0.5 ? 1.0 : -1.0;
  const double middle = random.uniform(0.4, 0.6);
  const double fall = fallScale * random.uniform(0.13, 0.2);
  // How far the fault runs sideways while it falls through the whole box.
  const double run = side * grid.depth() / (grid.width() * std::tan(dip));
  return averageEarth(
      grid,
      [&](double u) {
        const EarthColumn foot = layers.column(u);
        const EarthColumn hanging = layers.column(u - run * fall);
        return [=](double w) {
          const bool above = side * (u - middle - run * (w - 0.5)) > 0.0;
          return above ? hanging(w - fall) : foot(w);
        };
      },
      monitor);
}

Array saltVelocity(const Grid& grid, std::uint64_t seed, double salt, const WorkMonitor& monitor) {
  RandomStream random(seed);
  const SaltDome dome(random);
  const double phase = random.uniform(0.0, 2.0 * pi);
  return averageEarth(
      grid,
      [&](double u) {
        return [&, u](double w) {
          const double distance = dome.distance(u, w);
          if (distance < 0.0) return salt;
          const double drag = 0.1 * std::exp(-distance / 0.09) * smoothStep(0.0, 0.5, w);
          return sedimentVelocity(w + drag, phase);
        };
      },
      monitor);
}

}  // namespace isochron
