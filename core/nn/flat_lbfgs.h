// SPDX-License-Identifier: GPL-3.0-or-later
// FlatLbfgs: limited-memory BFGS on one flat buffer of parameters.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace isochron {

/// L-BFGS (Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.5) with a line search for
/// the strong Wolfe conditions (algorithms 3.5 and 3.6). It takes the loss for one fixed function:
/// whoever changes the batch calls forget(). A value: it can be copied, stored and restored, and
/// continues bit for bit; the number of threads plays no part.
struct FlatLbfgs {
  /// The loss at the parameters; writes its derivatives by them.
  using Loss = std::function<double(std::span<const float> parameters, std::span<float> gradient)>;

  std::size_t history = 10;          ///< pairs of moves and changes kept
  double sufficientDecrease = 1e-4;  ///< Wolfe's c1
  double curvature = 0.9;            ///< Wolfe's c2
  int mostEvaluations = 20;          ///< of the loss, a step

  /// A move of the parameters and the change of the gradient along it.
  struct Pair {
    std::vector<float> move, change;
  };
  std::vector<Pair> pairs;      ///< oldest first
  std::vector<float> gradient;  ///< at the parameters; empty where it is not known
  double loss = 0.0;            ///< with the gradient

  /// One step down; the parameters stay where no lower point is found, even along the gradient.
  /// Returns the loss after it.
  double step(std::span<float> parameters, const Loss& evaluate);
  /// For another function: drops what is known of the last one.
  void forget();
};

}  // namespace isochron
