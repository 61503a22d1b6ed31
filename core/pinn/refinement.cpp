// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/refinement.h"

#include <torch/types.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "pinn/traveltime_error_estimate.h"

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;

// Steps between two linearisations: the slopes change little, and are the costly part.
constexpr int kStepsPerLinearisation = 6;

/// An answer, and what its residual says of its error.
class Answer {
 public:
  Answer(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model, Point source)
      : field_(field),
        ansatz_(ansatz),
        grid_(model.grid()),
        errorEstimate_(model, source),
        slowness_(static_cast<std::size_t>(model.grid().size())) {}

  /// Returns mean |dT| / mean T.
  double update(std::span<const float> coefficients) {
    field_.at(coefficients, ansatz_, slowness_);
    errors_ = errorEstimate_.of(slowness_);
    const std::span<const float> radii = errorEstimate_.radii();
    double late = 0.0, time = 0.0;
    for (std::size_t i = 0; i < errors_.size(); ++i) {
      late += std::abs(static_cast<double>(radii[i] * errors_[i]));
      time += static_cast<double>(radii[i] * slowness_[i]);
    }
    return late / time;
  }

  /// Calls visit(i, node) for the nodes the network is asked at.
  template <typename Visit>
  void forEachAsked(const Visit& visit) const {
    const GridStride step = MeanSlownessField::stride(grid_);
    std::size_t i = 0;
    for (int iz = 0; iz < grid_.nz; iz += step.z)
      for (int ix = 0; ix < grid_.nx; ix += step.x)
        visit(i++, static_cast<std::size_t>(iz) * static_cast<std::size_t>(grid_.nx) +
                       static_cast<std::size_t>(ix));
  }
  /// There: dT/du, and the error of T.
  void timeSlopes(std::span<float> slopes) const {
    forEachAsked([&](std::size_t i, std::size_t node) {
      slopes[i] =
          errorEstimate_.radii()[node] * static_cast<float>(ansatz_.at(field_.outputs()[i]).first);
    });
  }
  void timeErrors(std::span<float> errors) const {
    forEachAsked([&](std::size_t i, std::size_t node) {
      errors[i] = errorEstimate_.radii()[node] * errors_[node];
    });
  }

 private:
  MeanSlownessField& field_;
  const Ansatz ansatz_;
  const Grid& grid_;
  TraveltimeErrorEstimate errorEstimate_;
  std::vector<float> slowness_;
  std::span<const float> errors_;
};

/// The derivatives of T by the coefficients where the network is asked, and their normal matrix.
class Linearisation {
 public:
  explicit Linearisation(BranchTrunkField& network)
      : network_(network),
        points_(network.pointCount()),
        u_(points_),
        times_(points_),
        slopes_(points_ * static_cast<std::size_t>(network.groups())),
        jacobian_(torch::empty({static_cast<std::int64_t>(network.coefficientCount()),
                                static_cast<std::int64_t>(points_)})),
        errors_(torch::empty({static_cast<std::int64_t>(points_)})) {}

  void at(std::span<const float> coefficients, const Answer& answer) {
    network_.linearise(coefficients, u_, slopes_);
    answer.timeSlopes(times_);
    float* row = jacobian_.data_ptr<float>();
    for (int g = 0; g < network_.groups(); ++g) {
      float* slopes = slopes_.data() + static_cast<std::size_t>(g) * points_;
      for (std::size_t i = 0; i < points_; ++i) slopes[i] *= times_[i];
      for (int k = 0; k < network_.rank(); ++k, row += points_) {
        network_.trunkRow(g, k, {row, points_});
        for (std::size_t i = 0; i < points_; ++i) row[i] *= slopes[i];
      }
    }
    const torch::Tensor product = jacobian_.mm(jacobian_.t());
    const auto unknowns = jacobian_.size(0);
    normal_ = Eigen::Map<const Eigen::MatrixXf>(product.data_ptr<float>(), unknowns, unknowns)
                  .cast<double>();
  }

  /// The damped least-squares change of the coefficients that takes the answer's errors away.
  Eigen::VectorXd step(const Answer& answer, double damping) {
    answer.timeErrors({errors_.data_ptr<float>(), points_});
    const torch::Tensor right = jacobian_.mv(errors_);
    Eigen::MatrixXd damped = normal_;
    damped.diagonal().array() += damping * normal_.diagonal().mean();
    return damped.llt().solve(
        Eigen::Map<const Eigen::VectorXf>(right.data_ptr<float>(), right.numel()).cast<double>());
  }

 private:
  BranchTrunkField& network_;
  std::size_t points_;
  std::vector<float> u_, times_, slopes_;
  torch::Tensor jacobian_, errors_;
  Eigen::MatrixXd normal_;
};

}  // namespace

Refinement refine(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients, const RefinementOptions& options) {
  constexpr double kEasier = 0.3, kHarder = 10.0, kLeast = 1e-7, kMost = 1e2;
  const torch::NoGradGuard noGradients;
  const auto start = Clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double, std::milli>(Clock::now() - start);
  };
  Answer answer(field, ansatz, model, source);
  Linearisation linearisation(field.network());
  Refinement result;
  double best = result.errorBefore = answer.update(coefficients);
  double damping = 1e-4;
  int sinceLinearised = kStepsPerLinearisation;
  auto longest = elapsed();
  // A step that would end after the time is not begun.
  const auto hasTime = [&] { return !options.time || elapsed() + longest < *options.time; };
  while (result.steps < options.steps && damping < kMost && hasTime() &&
         !options.stop.stop_requested()) {
    const auto began = elapsed();
    if (sinceLinearised >= kStepsPerLinearisation) {
      linearisation.at(coefficients, answer);
      sinceLinearised = 0;
    }
    const Eigen::VectorXd step = linearisation.step(answer, damping);
    std::vector<float> next = coefficients;
    for (std::size_t i = 0; i < next.size(); ++i)
      next[i] += static_cast<float>(step[static_cast<Eigen::Index>(i)]);
    const double error = answer.update(next);
    if (error < best) {
      best = error;
      coefficients = std::move(next);
      damping = std::max(kEasier * damping, kLeast);
      ++sinceLinearised;
    } else {
      answer.update(coefficients);
      damping *= kHarder;
      sinceLinearised = kStepsPerLinearisation;
    }
    ++result.steps;
    longest = std::max(longest, elapsed() - began);
  }
  result.coefficients = std::move(coefficients);
  result.errorAfter = best;
  result.milliseconds = elapsed().count();
  return result;
}

}  // namespace isochron
