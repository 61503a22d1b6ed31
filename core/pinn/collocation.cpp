// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/collocation.h"

#include <algorithm>
#include <array>
#include <cmath>
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

/// Which of the map's cells along an axis.
int cellAlong(double part, double whole) {
  constexpr int kCells = ResidualMap::kCells;
  return std::clamp(static_cast<int>(kCells * part / whole), 0, kCells - 1);
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

/// Nodes of a grid, drawn each as often as its cell's weight says: a cell by the cumulative sums of
/// what its nodes weigh together, then one of its nodes.
class WeightedNodes {
 public:
  WeightedNodes(const Grid& grid, const ResidualMap& map) : grid_(grid) {
    for (int ix = 0; ix < grid.nx; ++ix)
      columns_[static_cast<std::size_t>(map.columnOf(grid.x(ix)))].push_back(ix);
    for (int iz = 0; iz < grid.nz; ++iz)
      rows_[static_cast<std::size_t>(map.rowOf(grid.z(iz)))].push_back(iz);
    const std::vector<double> weights = map.weights();
    double sum = 0.0;
    for (std::size_t cell = 0; cell < weights.size(); ++cell) {
      const std::size_t nodes = rows_[cell / kCells].size() * columns_[cell % kCells].size();
      sums_.push_back(sum += weights[cell] * static_cast<double>(nodes));
    }
  }

  Point draw(RandomStream& random) const {
    const double drawn = random.uniform() * sums_.back();
    // The first cell whose sum is above what was drawn: it has nodes, as its sum has grown.
    const auto cell = static_cast<std::size_t>(
        std::upper_bound(sums_.begin(), sums_.end() - 1, drawn) - sums_.begin());
    const std::vector<int>& rows = rows_[cell / kCells];
    const std::vector<int>& columns = columns_[cell % kCells];
    const auto number = static_cast<std::size_t>(random.next() % (rows.size() * columns.size()));
    return grid_.node(rows[number / columns.size()], columns[number % columns.size()]);
  }

 private:
  static constexpr std::size_t kCells = ResidualMap::kCells;

  const Grid& grid_;
  std::array<std::vector<int>, kCells> columns_, rows_;  // the nodes in each of the map's
  std::vector<double> sums_;                             // up to and with each cell
};

std::vector<Point> drawAdaptive(const Grid& grid, std::size_t count, RandomStream& random,
                                const ResidualMap& map) {
  const WeightedNodes nodes(grid, map);
  std::vector<Point> points(count);
  std::generate(points.begin(), points.end(), [&] { return nodes.draw(random); });
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

int ResidualMap::columnOf(double x) const { return cellAlong(x - grid_.origin.x, grid_.width()); }

int ResidualMap::rowOf(double z) const { return cellAlong(z - grid_.origin.z, grid_.depth()); }

void ResidualMap::add(Point p, double residual) {
  if (!std::isfinite(residual)) return;
  double& mean = means_[static_cast<std::size_t>(cellOf(p))];
  mean = mean >= 0.0 ? mean + kRate * (residual - mean) : residual;
}

std::vector<double> ResidualMap::weights() const {
  const auto isKnown = [](double mean) { return mean >= 0.0 && std::isfinite(mean); };
  double sum = 0.0;
  int known = 0;
  for (const double mean : means_)
    if (isKnown(mean)) sum += mean, ++known;
  std::vector<double> weights;
  for (const double mean : means_)
    weights.push_back(!isKnown(mean) || sum <= 0.0 ? 2.0 : 1.0 + mean * known / sum);
  return weights;
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
