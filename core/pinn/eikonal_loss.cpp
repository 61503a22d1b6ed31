// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/eikonal_loss.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "field/error.h"
#include "pinn/dual.h"

namespace isochron {
namespace {

using Number = Dual<5>;

/// The mean slowness and its derivatives, s/km, per km, per km^2.
struct SlownessJet {
  Number s, x, z, xx, zz;
};

// Keeps the root of a gradient that vanishes differentiable; (s/km)^2.
constexpr double kLeastSquare = 1e-12;

struct PointLoss {
  Number loss;  // weighted
  double residual = 0.0, semiconcavity = 0.0;
};

Number normOf(ResidualNorm norm, double velocity, const Number& g) {
  if (norm == ResidualNorm::L1) return abs(g - 1.0);
  if (norm == ResidualNorm::L2) return square(g - 1.0);
  return abs(velocity / g - velocity);
}

Number upwindScaledGradient(const std::array<Number, 5>& s, const CollocationStencil::Place& place,
                            double spacingX, double spacingZ, double velocity) {
  const auto& [here, west, east, north, south] = s;
  const auto along = [&](double slope, const Number& before, bool hasBefore, const Number& after,
                         bool hasAfter, double spacing) {
    Number steepest(0.0);
    const double rate = place.r / spacing;
    if (hasBefore) steepest = max(steepest, slope * here + rate * (here - before));
    if (hasAfter) steepest = max(steepest, -(slope * here) + rate * (here - after));
    return steepest;
  };
  const Number x = along(place.rx, west, place.inside[1], east, place.inside[2], spacingX);
  const Number z = along(place.rz, north, place.inside[3], south, place.inside[4], spacingZ);
  return velocity * sqrt(square(x) + square(z) + kLeastSquare);
}

/// How far T is from semiconcave: sums of relu(v d2T - bound)^2 along both axes, without the point
/// source's own second derivatives, s times those of r.
Number convexity(const EikonalLossConfig& config, const CollocationStencil::Place& place,
                 double velocity, const SlownessJet& jet) {
  const auto excess = [&](const Number& second) {
    return square(max(velocity * second - config.semiconcavityBound, Number(0.0)));
  };
  Number sum(0.0);
  if (place.inside[1] && place.inside[2]) sum += excess(2.0 * place.rx * jet.x + place.r * jet.xx);
  if (place.inside[3] && place.inside[4]) sum += excess(2.0 * place.rz * jet.z + place.r * jet.zz);
  return sum;
}

/// The residual by derivatives.
PointLoss pointwise(const EikonalLossConfig& config, const CollocationStencil::Place& place,
                    double velocity, const SlownessJet& jet) {
  const double r = place.r;
  const Number x = place.rx * jet.s + r * jet.x;
  const Number z = place.rz * jet.s + r * jet.z;
  Number g = velocity * sqrt(square(x) + square(z) + kLeastSquare);
  PointLoss result;
  result.residual = std::abs(g.value - 1.0);
  if (config.viscosity > 0.0) {
    const Number laplacian =
        (1.0 / r) * jet.s + 2.0 * place.rx * jet.x + 2.0 * place.rz * jet.z + r * (jet.xx + jet.zz);
    g = g - config.viscosity * velocity * laplacian;
  }
  result.loss = config.residual * normOf(config.norm, velocity, g);
  return result;
}

void addConvexity(const EikonalLossConfig& config, const CollocationStencil::Place& place,
                  double velocity, const SlownessJet& jet, PointLoss& point) {
  if (config.semiconcavity <= 0.0) return;
  const Number sum = convexity(config, place, velocity, jet);
  point.semiconcavity = sum.value;
  point.loss += config.semiconcavity * sum;
}

SlownessJet centralJet(const std::array<Number, 5>& s, double spacingX, double spacingZ) {
  const auto& [here, west, east, north, south] = s;
  return {here, 0.5 / spacingX * (east - west), 0.5 / spacingZ * (south - north),
          1.0 / (spacingX * spacingX) * (east + west - 2.0 * here),
          1.0 / (spacingZ * spacingZ) * (south + north - 2.0 * here)};
}

/// From u and its derivatives by place, per km.
SlownessJet slownessOf(const Ansatz& ansatz, const std::array<Number, 5>& jet) {
  const auto& [u, x, z, xx, zz] = jet;
  const Ansatz::Slowness at = ansatz.at(u.value);
  // The third derivative of s by u, by a difference: it only weighs second derivatives of u.
  constexpr double kStep = 1e-4;
  const double third =
      (ansatz.at(u.value + kStep).second - ansatz.at(u.value - kStep).second) / (2.0 * kStep);
  const Number first = u.chained(at.first, at.second), second = u.chained(at.second, third);
  return {u.chained(at.value, at.first), first * x, first * z, second * square(x) + first * xx,
          second * square(z) + first * zz};
}

PointLoss differencesAt(const EikonalLossConfig& config, const CollocationStencil& stencil,
                        std::size_t i, double velocity, const std::array<Number, 5>& s) {
  const CollocationStencil::Place& place = stencil.place(i);
  const SlownessJet jet = centralJet(s, stencil.spacingX(), stencil.spacingZ());
  PointLoss point;
  if (config.differentiation == Differentiation::Central) {
    point = pointwise(config, place, velocity, jet);
  } else {
    const Number g =
        upwindScaledGradient(s, place, stencil.spacingX(), stencil.spacingZ(), velocity);
    point = {config.residual * normOf(config.norm, velocity, g), std::abs(g.value - 1.0), 0.0};
  }
  addConvexity(config, place, velocity, jet, point);
  return point;
}

}  // namespace

std::string toText(ResidualNorm norm) {
  return norm == ResidualNorm::L1 ? "l1" : norm == ResidualNorm::L2 ? "l2" : "velocity";
}

std::string toText(Differentiation differentiation) {
  return differentiation == Differentiation::Upwind    ? "upwind"
         : differentiation == Differentiation::Central ? "central"
                                                       : "exact";
}

ResidualNorm residualNormOf(std::string_view text) {
  for (const auto norm : {ResidualNorm::L1, ResidualNorm::L2, ResidualNorm::Velocity})
    if (text == toText(norm)) return norm;
  throw Error("loss", "the norm '" + std::string(text) + "' is unknown",
              "choose l1, l2 or velocity");
}

Differentiation differentiationOf(std::string_view text) {
  for (const auto kind :
       {Differentiation::Upwind, Differentiation::Central, Differentiation::Exact})
    if (text == toText(kind)) return kind;
  throw Error("loss", "the differentiation '" + std::string(text) + "' is unknown",
              "choose upwind, central or exact");
}

EikonalLossTerms& EikonalLossTerms::operator+=(const EikonalLossTerms& other) {
  total += other.total;
  residual += other.residual;
  semiconcavity += other.semiconcavity;
  labels += other.labels;
  return *this;
}

EikonalLossTerms& EikonalLossTerms::operator/=(double count) {
  total /= count;
  residual /= count;
  semiconcavity /= count;
  labels /= count;
  return *this;
}

CollocationStencil::CollocationStencil(std::vector<Point> points, Point source, double spacingX,
                                       double spacingZ, const Grid& box)
    : points_(std::move(points)), spacingX_(spacingX), spacingZ_(spacingZ) {
  places_.reserve(points_.size());
  for (const Point& p : points_) {
    Place place;
    place.r = distance(p, source);
    if (place.r > 0.0) {
      place.rx = (p.x - source.x) / place.r;
      place.rz = (p.z - source.z) / place.r;
    }
    place.inside = {true, box.contains({p.x - spacingX, p.z}), box.contains({p.x + spacingX, p.z}),
                    box.contains({p.x, p.z - spacingZ}), box.contains({p.x, p.z + spacingZ})};
    places_.push_back(place);
  }
}

std::vector<Point> CollocationStencil::positions() const {
  std::vector<Point> all;
  all.reserve(kNeighbours * points_.size());
  const std::array<Point, kNeighbours> offsets = {
      Point{0.0, 0.0}, {-spacingX_, 0.0}, {spacingX_, 0.0}, {0.0, -spacingZ_}, {0.0, spacingZ_}};
  for (const Point& offset : offsets)
    for (const Point& p : points_) all.push_back({p.x + offset.x, p.z + offset.z});
  return all;
}

EikonalLossTerms differencesLoss(const EikonalLossConfig& config, const Ansatz& ansatz,
                                 const CollocationStencil& stencil, std::span<const float> velocity,
                                 double share, std::span<float> u, std::span<float> size) {
  constexpr std::size_t kNeighbours = CollocationStencil::kNeighbours;
  const std::size_t count = stencil.count();
  const double each = share / static_cast<double>(count);
  EikonalLossTerms sum;
  for (std::size_t i = 0; i < count; ++i) {
    std::array<Number, kNeighbours> s;
    std::array<double, kNeighbours> slope{};
    for (std::size_t k = 0; k < kNeighbours; ++k) {
      const Ansatz::Slowness slowness = ansatz.at(u[k * count + i]);
      s[k] = Number::variable(slowness.value, k);
      slope[k] = slowness.first;
    }
    PointLoss point;
    if (stencil.place(i).r > 0.0) point = differencesAt(config, stencil, i, velocity[i], s);
    sum += {point.loss.value, point.residual, point.semiconcavity, 0.0};
    if (!size.empty()) size[i] = static_cast<float>(point.residual);
    for (std::size_t k = 0; k < kNeighbours; ++k)
      u[k * count + i] = static_cast<float>(each * point.loss.partial[k] * slope[k]);
  }
  return sum /= static_cast<double>(count);
}

int orderOf(const EikonalLossConfig& config) {
  if (config.differentiation != Differentiation::Exact) return 0;
  return config.semiconcavity > 0.0 || config.viscosity > 0.0 ? 2 : 1;
}

EikonalLossTerms exactLoss(const EikonalLossConfig& config, const Ansatz& ansatz,
                           const CollocationStencil& stencil, std::span<const float> velocity,
                           double perX, double perZ, double share,
                           const std::function<std::span<float>(std::size_t)>& channel,
                           std::span<float> size) {
  const auto channels = static_cast<std::size_t>(1 + 2 * orderOf(config));
  const std::array<double, 5> scale = {1.0, perX, perZ, perX * perX, perZ * perZ};
  std::array<std::span<float>, 5> spans;
  for (std::size_t c = 0; c < channels; ++c) spans[c] = channel(c);
  const double each = share / static_cast<double>(stencil.count());
  EikonalLossTerms sum;
  for (std::size_t i = 0; i < stencil.count(); ++i) {
    std::array<Number, 5> jet;
    for (std::size_t c = 0; c < channels; ++c) jet[c] = Number::variable(scale[c] * spans[c][i], c);
    PointLoss point;
    if (stencil.place(i).r > 0.0) {
      const SlownessJet slowness = slownessOf(ansatz, jet);
      point = pointwise(config, stencil.place(i), velocity[i], slowness);
      addConvexity(config, stencil.place(i), velocity[i], slowness, point);
    }
    sum += {point.loss.value, point.residual, point.semiconcavity, 0.0};
    if (!size.empty()) size[i] = static_cast<float>(point.residual);
    for (std::size_t c = 0; c < channels; ++c)
      spans[c][i] = static_cast<float>(each * point.loss.partial[c] * scale[c]);
  }
  return sum /= static_cast<double>(stencil.count());
}

double labelLoss(const Ansatz& ansatz, double weight, std::span<const double> r,
                 std::span<const float> labels, double share, std::span<float> u) {
  const double sumOfLabels = std::accumulate(labels.begin(), labels.end(), 0.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const Ansatz::Slowness s = ansatz.at(u[i]);
    const double misfit = r[i] * s.value - labels[i];
    sum += std::abs(misfit);
    const double sign = misfit < 0.0 ? -1.0 : 1.0;
    u[i] = static_cast<float>(share * weight * sign * r[i] * s.first / sumOfLabels);
  }
  return sum / sumOfLabels;
}

}  // namespace isochron
