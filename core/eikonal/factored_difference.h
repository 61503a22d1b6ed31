// SPDX-License-Identifier: GPL-3.0-or-later
// The factored eikonal equation at one node, discretised: one-sided differences of T = r s and
// the roots for s.
#pragma once

#include <cmath>

namespace isochron {

/// One direction's part of the equation: the slope of T away from the earlier neighbours is
/// perMeanSlowness * s - known, with s the unknown mean slowness (s/km) of the node.
struct FactoredDifference {
  double perMeanSlowness;
  double known;
};

/// Mean slownesses of the neighbours one, two, three and four nodes towards the arrival, and how
/// many of them in a row are known.
struct UpwindNeighbours {
  double s1, s2, s3, s4;
  bool second;  // s2 is known
  bool fourth;  // s3 and s4 are known too
};

/// `cosine`: slope of r in the direction away from the neighbours; `steps`: r over the spacing.
inline FactoredDifference firstOrder(double cosine, double steps, double s1) {
  return {cosine + steps, steps * s1};
}

/// The highest order that the neighbours allow. Third order is taken only where s is smooth, its
/// third difference small beside the second one (as in ENO schemes). Each order adds a term to the
/// one below; the terms are multiplied by 0 or 1 because a branch would be guessed wrong too often.
inline FactoredDifference highestOrder(double cosine, double steps, const UpwindNeighbours& n) {
  constexpr double kSmooth = 0.5;
  const double first = n.s1 - n.s2, behind = n.s2 - n.s3;
  const double secondDifference = first - behind;
  const double thirdDifference = secondDifference - behind + (n.s3 - n.s4);
  const bool smooth = std::abs(thirdDifference) < kSmooth * std::abs(secondDifference);
  const double second = static_cast<int>(n.second) * (1.0 / 2.0);
  const double third = (n.second & n.fourth & smooth) * (1.0 / 3.0);
  const double weight = 1.0 + second + third;
  const double known = weight * n.s1 + second * first + third * (first + secondDifference);
  return {cosine + weight * steps, steps * known};
}

/// The larger root s of (x's slope)^2 + (z's slope)^2 = slowness^2, or 0 where there is none.
inline double largerRoot(FactoredDifference x, FactoredDifference z, double slowness) {
  const double a = x.perMeanSlowness * x.perMeanSlowness + z.perMeanSlowness * z.perMeanSlowness;
  const double b = x.perMeanSlowness * x.known + z.perMeanSlowness * z.known;
  const double c = x.known * x.known + z.known * z.known - slowness * slowness;
  const double discriminant = b * b - a * c;
  return discriminant >= 0 ? (b + std::sqrt(discriminant)) / a : 0.0;
}

/// From neighbours in both directions; 0 where T would fall away from one of them.
inline double solvePair(FactoredDifference x, FactoredDifference z, double slowness) {
  const double s = largerRoot(x, z, slowness);
  const bool rises = (x.perMeanSlowness * s >= x.known) & (z.perMeanSlowness * s >= z.known);
  return rises ? s : 0.0;
}

/// From neighbours in one direction, with T's slope in the other one given; 0 where there is no
/// root.
inline double solveSingle(FactoredDifference d, FactoredDifference across, double slowness) {
  if (!(d.perMeanSlowness > 0)) return 0.0;
  const double s = largerRoot(d, across, slowness);
  return d.perMeanSlowness * s >= d.known ? s : 0.0;
}

}  // namespace isochron
