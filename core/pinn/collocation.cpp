// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/collocation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

#include "field/error.h"

namespace isochron {
namespace {

constexpr double kRate = 0.05;  // of the running mean

/// The first two dimensions of Sobol's sequence: van der Corput's in base 2, and that of the
/// polynomial x + 1.
std::pair<double, double> sobol(std::uint32_t index) {
  std::uint32_t x = 0, z = 0, directionX = 1U << 31, directionZ = 1U << 31;
  for (std::uint32_t bits = index; bits != 0; bits >>= 1) {
    if (bits & 1U) {
      x ^= directionX;
      z ^= directionZ;
    }
    directionX >>= 1;
    directionZ ^= directionZ >> 1;
  }
  constexpr double kScale = 1.0 / 4294967296.0;
  return {x * kScale, z * kScale};
}

Point inBox(const Grid& grid, double fx, double fz) {
  return {grid.origin.x + fx * grid.width(), grid.origin.z + fz * grid.depth()};
}

std::vector<Point> drawNodes(const Grid& grid, std::size_t count, RandomStream& random) {
  const auto nodes = static_cast<std::uint64_t>(grid.size());
  std::vector<Point> points;
  // Floyd's way to draw distinct numbers.
  std::unordered_set<std::uint64_t> drawn;
  const std::uint64_t wanted = std::min<std::uint64_t>(count, nodes);
  for (std::uint64_t i = nodes - wanted; i < nodes; ++i) {
    std::uint64_t node = random.next() % (i + 1);
    if (!drawn.insert(node).second) drawn.insert(node = i);
    points.push_back(grid.node(static_cast<int>(node) / grid.nx, static_cast<int>(node) % grid.nx));
  }
  return points;
}

std::vector<Point> drawAdaptive(const Grid& grid, std::size_t count, RandomStream& random,
                                const ResidualMap& map) {
  double largest = 0.0;
  for (int cell = 0; cell < ResidualMap::kCells * ResidualMap::kCells; ++cell)
    largest = std::max(largest, map.weight(cell));
  std::vector<Point> points;
  while (points.size() < count) {
    const int node = static_cast<int>(random.next() % static_cast<std::uint64_t>(grid.size()));
    const Point p = grid.node(node / grid.nx, node % grid.nx);
    if (random.uniform() * largest < map.weight(map.cellOf(p))) points.push_back(p);
  }
  return points;
}

}  // namespace

std::string toText(Sampler sampler) {
  switch (sampler) {
    case Sampler::Grid:
      return "grid";
    case Sampler::Random:
      return "random";
    case Sampler::Sobol:
      return "sobol";
    case Sampler::Adaptive:
      break;
  }
  return "adaptive";
}

Sampler samplerOf(std::string_view text) {
  for (const auto sampler : {Sampler::Grid, Sampler::Random, Sampler::Sobol, Sampler::Adaptive})
    if (text == toText(sampler)) return sampler;
  throw Error("sampler", "'" + std::string(text) + "' is unknown",
              "choose grid, random, sobol or adaptive");
}

ResidualMap::ResidualMap(const Grid& grid)
    : grid_(grid), means_(static_cast<std::size_t>(kCells * kCells), -1.0) {}

int ResidualMap::cellOf(Point p) const {
  const auto index = [](double part, double whole) {
    return std::clamp(static_cast<int>(kCells * part / whole), 0, kCells - 1);
  };
  return index(p.z - grid_.origin.z, grid_.depth()) * kCells +
         index(p.x - grid_.origin.x, grid_.width());
}

void ResidualMap::add(Point p, double residual) {
  double& mean = means_[static_cast<std::size_t>(cellOf(p))];
  mean = mean < 0.0 ? residual : mean + kRate * (residual - mean);
}

double ResidualMap::weight(int cell) const {
  double sum = 0.0;
  int seen = 0;
  for (const double mean : means_)
    if (mean >= 0.0) sum += mean, ++seen;
  const double mean = means_[static_cast<std::size_t>(cell)];
  return mean < 0.0 || sum <= 0.0 ? 2.0 : 1.0 + mean * seen / sum;
}

std::vector<Point> drawPoints(Sampler sampler, const Grid& grid, std::size_t count,
                              RandomStream& random, const ResidualMap& map) {
  if (sampler == Sampler::Grid) return drawNodes(grid, count, random);
  if (sampler == Sampler::Adaptive) return drawAdaptive(grid, count, random, map);
  const double shiftX = random.uniform(), shiftZ = random.uniform();
  std::vector<Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    if (sampler == Sampler::Random) {
      const double x = random.uniform();
      points.push_back(inBox(grid, x, random.uniform()));
    } else {
      const auto [x, z] = sobol(static_cast<std::uint32_t>(i));
      points.push_back(inBox(grid, std::fmod(x + shiftX, 1.0), std::fmod(z + shiftZ, 1.0)));
    }
  }
  return points;
}

}  // namespace isochron
