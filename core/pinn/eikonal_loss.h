// SPDX-License-Identifier: GPL-3.0-or-later
// EikonalLoss: how far a traveltime is from solving the eikonal equation.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "field/grid.h"
#include "pinn/ansatz.h"

namespace isochron {

/// What is made of g = v |grad T|, 1 where T solves the equation. L1: |g - 1|. L2: (g - 1)^2.
/// Velocity: |v / g - v|, the original code's; it saturates where T is far too large.
enum class ResidualNorm { L1, L2, Velocity };

/// How derivatives are taken.
/// Upwind: differences toward the earlier neighbour on either axis (Godunov's, of first order in
/// the mean slowness; Rouy and Tourin, 1992), none where both are later; neighbours outside the box
/// are not asked. Central: differences of second order. Exact: the network's own derivatives.
enum class Differentiation { Upwind, Central, Exact };

std::string toText(ResidualNorm norm);                ///< "l1", "l2", "velocity"
std::string toText(Differentiation differentiation);  ///< "upwind", "central", "exact"
/// The reverse. Throw Error (place "loss") for any other.
ResidualNorm residualNormOf(std::string_view text);
Differentiation differentiationOf(std::string_view text);

struct EikonalLossConfig {
  ResidualNorm norm = ResidualNorm::L1;
  Differentiation differentiation = Differentiation::Upwind;
  double residual = 1.0;            ///< weight of the residual
  double semiconcavity = 0.0;       ///< weight of relu(v d2T - bound)^2 along x and z
  double semiconcavityBound = 3.0;  ///< 1/km
  double viscosity = 0.0;           ///< km; subtracts viscosity * laplacian T from |grad T|
  double labels = 0.0;              ///< weight of |T - label| / mean label
};

/// Means over the points; `total` is weighted, the others are not.
struct EikonalLossTerms {
  double total = 0.0;
  double residual = 0.0;  ///< mean |g - 1|, whatever the norm
  double semiconcavity = 0.0;
  double labels = 0.0;

  EikonalLossTerms& operator+=(const EikonalLossTerms& other);
  EikonalLossTerms& operator/=(double count);
};

/// Where residuals are asked for: the points, and for differences their neighbours.
class CollocationStencil {
 public:
  static constexpr std::size_t kNeighbours = 5;  // the point, W, E, N (less z), S

  /// `spacingX`, `spacingZ`: km to the neighbours. `box`: of which neighbours outside are marked.
  CollocationStencil(std::vector<Point> points, Point source, double spacingX, double spacingZ,
                     const Grid& box);

  /// All points, then all western neighbours, and so on: kNeighbours * count(), km.
  std::vector<Point> positions() const;
  const std::vector<Point>& points() const { return points_; }
  std::size_t count() const { return points_.size(); }

  struct Place {
    double r = 0.0;   ///< km to the source
    double rx = 0.0;  ///< its derivatives; 0 at the source, where no residual is taken
    double rz = 0.0;
    std::array<bool, kNeighbours> inside{};
  };
  const Place& place(std::size_t i) const { return places_[i]; }
  double spacingX() const { return spacingX_; }
  double spacingZ() const { return spacingZ_; }

 private:
  std::vector<Point> points_;
  std::vector<Place> places_;
  double spacingX_, spacingZ_;
};

/// The residual alone does not select the first arrival: a network can open a thin valley of T,
/// from which false rays start, at the price of a residual on few points (seen with every way of
/// differentiation). First arrivals are semiconcave away from their source, and a valley is not:
/// the semiconcavity term penalises it. Kinks where two rays meet cost nothing.
///
/// The loss of one model by differences (Upwind, Central). `u`: the network's outputs at
/// stencil.positions(); they become the derivatives of `share` * total by them. `velocity`: km/s at
/// the points. `size`, unless empty, receives |g - 1| of every point.
EikonalLossTerms differencesLoss(const EikonalLossConfig& config, const Ansatz& ansatz,
                                 const CollocationStencil& stencil, std::span<const float> velocity,
                                 double share, std::span<float> u, std::span<float> size = {});

/// The order of exact derivatives that the loss needs: 0 with differences.
int orderOf(const EikonalLossConfig& config);

/// The loss of one model from exact derivatives. `channel(c)`: u, du/dx, du/dz, d2u/dx2, d2u/dz2
/// (as many as orderOf() says) at the stencil's points, by coordinates of which `perX` and `perZ`
/// make a km; they become the derivatives of share * total by them. `size` as above.
EikonalLossTerms exactLoss(const EikonalLossConfig& config, const Ansatz& ansatz,
                           const CollocationStencil& stencil, std::span<const float> velocity,
                           double perX, double perZ, double share,
                           const std::function<std::span<float>(std::size_t)>& channel,
                           std::span<float> size = {});

/// The loss of one model against known times: mean |T - label| / mean label. `r`: km of the points,
/// `labels`: s. `u` becomes the derivatives of share * weight * loss; the loss is returned bare.
double labelLoss(const Ansatz& ansatz, double weight, std::span<const double> r,
                 std::span<const float> labels, double share, std::span<float> u);

}  // namespace isochron
