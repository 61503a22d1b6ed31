// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/refinement.h"

#include <torch/types.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

#include "pinn/lateness.h"

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;

// The field is fitted at every second node along both axes: its functions are smooth.
constexpr int kFitStride = 2;
// Steps between two linearisations: the slopes change little, and are the costly part.
constexpr int kStepsPerLinearisation = 6;

/// An answer, and what its residual says of its error.
class Answer {
 public:
  Answer(BranchTrunkField& field, const Ansatz& ansatz, const VelocityModel& model, Point source)
      : field_(field), ansatz_(ansatz), lateness_(model, source) {
    u_.resize(field.pointCount());
    slowness_.resize(u_.size());
    slopes_.resize(u_.size());
  }

  /// Returns mean |dT| / mean T.
  double update(std::span<const float> coefficients) {
    field_.values(coefficients, u_);
    for (std::size_t i = 0; i < u_.size(); ++i) {
      const Ansatz::Slowness s = ansatz_.at(u_[i]);
      slowness_[i] = static_cast<float>(s.value);
      slopes_[i] = static_cast<float>(s.first);
    }
    const std::span<const float> errors = lateness_.of(slowness_), radii = lateness_.radii();
    double late = 0.0, time = 0.0;
    for (std::size_t i = 0; i < errors.size(); ++i) {
      late += std::abs(static_cast<double>(radii[i] * errors[i]));
      time += static_cast<double>(radii[i] * slowness_[i]);
    }
    errors_.assign(errors.begin(), errors.end());
    return late / time;
  }

  /// dT/du and the error of T at a node.
  float timeSlope(std::size_t node) const { return lateness_.radii()[node] * slopes_[node]; }
  float timeError(std::size_t node) const { return lateness_.radii()[node] * errors_[node]; }

 private:
  BranchTrunkField& field_;
  const Ansatz& ansatz_;
  Lateness lateness_;
  std::vector<float> u_, slowness_, slopes_, errors_;
};

/// The derivatives of T by the coefficients at the nodes of the fit, and their normal matrix.
class Linearisation {
 public:
  Linearisation(BranchTrunkField& field, const Grid& grid) : field_(field) {
    for (int iz = 0; iz < grid.nz; iz += kFitStride)
      for (int ix = 0; ix < grid.nx; ix += kFitStride)
        nodes_.push_back(static_cast<std::size_t>(iz) * static_cast<std::size_t>(grid.nx) +
                         static_cast<std::size_t>(ix));
    u_.resize(field.pointCount());
    row_.resize(u_.size());
    slopes_.resize(u_.size() * static_cast<std::size_t>(field.groups()));
    jacobian_ = torch::empty({static_cast<std::int64_t>(field.coefficientCount()),
                              static_cast<std::int64_t>(nodes_.size())});
  }

  void at(std::span<const float> coefficients, const Answer& answer) {
    field_.linearise(coefficients, u_, slopes_);
    float* to = jacobian_.data_ptr<float>();
    std::vector<float> weights(nodes_.size());
    for (int g = 0; g < field_.groups(); ++g) {
      const float* slope = slopes_.data() + static_cast<std::size_t>(g) * u_.size();
      for (std::size_t i = 0; i < nodes_.size(); ++i)
        weights[i] = slope[nodes_[i]] * answer.timeSlope(nodes_[i]);
      for (int k = 0; k < field_.rank(); ++k, to += nodes_.size()) {
        field_.trunkRow(g, k, row_);
        for (std::size_t i = 0; i < nodes_.size(); ++i) to[i] = weights[i] * row_[nodes_[i]];
      }
    }
    const torch::Tensor product = jacobian_.mm(jacobian_.t());
    const auto unknowns = jacobian_.size(0);
    normal_ = Eigen::Map<const Eigen::MatrixXf>(product.data_ptr<float>(), unknowns, unknowns)
                  .cast<double>();
  }

  /// The damped least-squares change of the coefficients that takes the answer's errors away.
  Eigen::VectorXd step(const Answer& answer, double damping) const {
    torch::Tensor errors = torch::empty({static_cast<std::int64_t>(nodes_.size())});
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      errors.data_ptr<float>()[i] = answer.timeError(nodes_[i]);
    const torch::Tensor right = jacobian_.mv(errors);
    Eigen::MatrixXd damped = normal_;
    damped.diagonal().array() += damping * normal_.diagonal().mean();
    return damped.llt().solve(
        Eigen::Map<const Eigen::VectorXf>(right.data_ptr<float>(), right.numel()).cast<double>());
  }

 private:
  BranchTrunkField& field_;
  std::vector<std::size_t> nodes_;
  std::vector<float> u_, row_, slopes_;
  torch::Tensor jacobian_;
  Eigen::MatrixXd normal_;
};

}  // namespace

Refinement refine(BranchTrunkField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients, const RefinementOptions& options) {
  constexpr double kEasier = 0.3, kHarder = 10.0, kLeast = 1e-7, kMost = 1e2;
  const torch::NoGradGuard noGradients;
  const auto start = Clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double, std::milli>(Clock::now() - start);
  };
  Answer answer(field, ansatz, model, source);
  Linearisation linearisation(field, model.grid());
  Refinement result;
  double best = result.errorBefore = answer.update(coefficients);
  double damping = 1e-4;
  int sinceLinearised = kStepsPerLinearisation;
  auto longest = elapsed();
  // A step that would end after the budget is not begun.
  while (result.iterations < options.mostIterations && damping < kMost &&
         elapsed() + longest < options.budget && !options.stop.stop_requested()) {
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
    ++result.iterations;
    longest = std::max(longest, elapsed() - began);
  }
  result.coefficients = std::move(coefficients);
  result.errorAfter = best;
  result.milliseconds = elapsed().count();
  return result;
}

}  // namespace isochron
