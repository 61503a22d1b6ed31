// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/refinement.h"

#include <torch/types.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;

/// The residual at a node and its derivatives by the mean slowness there and at the neighbours
/// that it looks at.
struct NodeResidual {
  double value = 0.0;
  double here = 0.0;
  double besideX = 0.0, besideZ = 0.0;
  Eigen::Index neighbourX = 0, neighbourZ = 0;
};

class Residuals {
 public:
  Residuals(const Ansatz& ansatz, const VelocityModel& model, Point source)
      : ansatz_(ansatz), model_(model), grid_(model.grid()), source_(source) {
    const auto nodes = static_cast<std::size_t>(grid_.size());
    slowness_.resize(nodes);
    slopes_.resize(nodes);
  }

  /// Takes the network's output at all nodes; returns the root mean square.
  double update(std::span<const float> u) {
    for (std::size_t i = 0; i < u.size(); ++i) {
      const Ansatz::Slowness s = ansatz_.at(u[i]);
      slowness_[i] = s.value;
      slopes_[i] = s.first;
    }
    double sum = 0.0;
    for (int iz = 0; iz < grid_.nz; ++iz)
      for (int ix = 0; ix < grid_.nx; ++ix) {
        const double residual = at(iz, ix).value;
        sum += residual * residual;
      }
    return std::sqrt(sum / static_cast<double>(grid_.size()));
  }

  NodeResidual at(int iz, int ix) const {
    const Point node = grid_.node(iz, ix);
    const double r = distance(node, source_);
    NodeResidual result;
    if (r == 0.0) return result;
    const Eigen::Index index = Eigen::Index{iz} * grid_.nx + ix;
    const Slope x =
        slopeAlong(index, 1, ix > 0, ix + 1 < grid_.nx, (node.x - source_.x) / r, r / grid_.dx);
    const Slope z = slopeAlong(index, grid_.nx, iz > 0, iz + 1 < grid_.nz, (node.z - source_.z) / r,
                               r / grid_.dz);
    const double v = model_.velocity()(iz, ix);
    const double g = v * std::sqrt(x.value * x.value + z.value * z.value + 1e-12);
    const double byX = v * v * x.value / g, byZ = v * v * z.value / g;
    return {g - 1.0,    byX * x.here + byZ * z.here, byX * x.beside, byZ * z.beside, x.neighbour,
            z.neighbour};
  }
  double slope(Eigen::Index node) const { return slopes_[static_cast<std::size_t>(node)]; }

 private:
  /// The steepest descent of T along an axis, 0 where both neighbours are later, and its
  /// derivatives by s here and at the neighbour.
  struct Slope {
    double value = 0.0, here = 0.0, beside = 0.0;
    Eigen::Index neighbour = 0;
  };
  Slope slopeAlong(Eigen::Index index, Eigen::Index stride, bool hasBefore, bool hasAfter,
                   double direction, double rate) const {
    const double s = slowness_[static_cast<std::size_t>(index)];
    Slope best;
    best.neighbour = index;
    const auto consider = [&](bool has, Eigen::Index neighbour, double sign) {
      if (!has) return;
      const double value =
          sign * direction * s + rate * (s - slowness_[static_cast<std::size_t>(neighbour)]);
      if (value > best.value) best = {value, sign * direction + rate, -rate, neighbour};
    };
    consider(hasBefore, index - stride, 1.0);
    consider(hasAfter, index + stride, -1.0);
    return best;
  }

  const Ansatz& ansatz_;
  const VelocityModel& model_;
  const Grid& grid_;
  Point source_;
  std::vector<double> slowness_, slopes_;
};

/// J' J and J' residual, J the derivatives of the residuals at some nodes by the coefficients.
struct NormalEquations {
  Eigen::MatrixXd matrix;
  Eigen::VectorXd right;
};

class Linearisation {
 public:
  Linearisation(BranchTrunkField& field, const Grid& grid)
      : field_(field),
        grid_(grid),
        u_(field.pointCount()),
        slopes_(field.pointCount() * static_cast<std::size_t>(field.groups())),
        row_(field.pointCount()) {}

  NormalEquations at(std::span<const float> coefficients, Residuals& residuals, int quarter) {
    field_.linearise(coefficients, u_, slopes_);
    residuals.update(u_);
    std::vector<NodeResidual> nodes;
    std::vector<std::array<float, 3>> weights;
    std::vector<Eigen::Index> indices;
    for (int iz = quarter / 2; iz < grid_.nz; iz += 2)
      for (int ix = quarter % 2; ix < grid_.nx; ix += 2) {
        const Eigen::Index index = Eigen::Index{iz} * grid_.nx + ix;
        const NodeResidual node = residuals.at(iz, ix);
        weights.push_back({static_cast<float>(node.here * residuals.slope(index)),
                           static_cast<float>(node.besideX * residuals.slope(node.neighbourX)),
                           static_cast<float>(node.besideZ * residuals.slope(node.neighbourZ))});
        nodes.push_back(node);
        indices.push_back(index);
      }
    const auto count = static_cast<std::int64_t>(nodes.size());
    const auto unknowns = static_cast<std::int64_t>(field_.coefficientCount());
    torch::Tensor jacobian = torch::empty({unknowns, count});
    float* to = jacobian.data_ptr<float>();
    for (int g = 0; g < field_.groups(); ++g) {
      const float* slope = slopes_.data() + static_cast<std::size_t>(g) * u_.size();
      for (int k = 0; k < field_.rank(); ++k, to += count) {
        field_.trunkRow(g, k, row_);
        for (std::size_t p = 0; p < row_.size(); ++p) row_[p] *= slope[p];
        for (std::size_t i = 0; i < nodes.size(); ++i)
          to[i] = weights[i][0] * row_[static_cast<std::size_t>(indices[i])] +
                  weights[i][1] * row_[static_cast<std::size_t>(nodes[i].neighbourX)] +
                  weights[i][2] * row_[static_cast<std::size_t>(nodes[i].neighbourZ)];
      }
    }
    torch::Tensor right = torch::empty({count});
    for (std::size_t i = 0; i < nodes.size(); ++i)
      right.data_ptr<float>()[i] = static_cast<float>(nodes[i].value);
    const torch::Tensor matrix = jacobian.mm(jacobian.t()), product = jacobian.mv(right);
    NormalEquations equations;
    equations.matrix =
        Eigen::Map<const Eigen::MatrixXf>(matrix.data_ptr<float>(), unknowns, unknowns)
            .cast<double>();
    equations.right =
        Eigen::Map<const Eigen::VectorXf>(product.data_ptr<float>(), unknowns).cast<double>();
    return equations;
  }

 private:
  BranchTrunkField& field_;
  const Grid& grid_;
  std::vector<float> u_, slopes_, row_;
};

}  // namespace

Refinement refine(BranchTrunkField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients, const RefinementOptions& options) {
  constexpr int kTries = 6;
  constexpr double kEasier = 0.3, kHarder = 5.0, kHardly = 1e-4;
  const torch::NoGradGuard noGradients;
  const auto start = Clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double, std::milli>(Clock::now() - start);
  };
  Residuals residuals(ansatz, model, source);
  Linearisation linearisation(field, model.grid());
  std::vector<float> u(field.pointCount());
  field.values(coefficients, u);
  Refinement result;
  double best = result.residualBefore = residuals.update(u);
  double damping = 1e-3;
  int idle = 0;
  auto longest = elapsed();
  // A step that would end after the budget is not begun.
  while (result.iterations < options.mostIterations && elapsed() + longest < options.budget &&
         idle < 4) {
    const auto began = elapsed();
    const NormalEquations equations =
        linearisation.at(coefficients, residuals, result.iterations % 4);
    const double mean = equations.matrix.diagonal().mean();
    bool better = false;
    for (int attempt = 0; attempt < kTries && !better; ++attempt) {
      Eigen::MatrixXd damped = equations.matrix;
      damped.diagonal().array() += damping * mean;
      const Eigen::VectorXd step = damped.ldlt().solve(equations.right);
      std::vector<float> next = coefficients;
      for (std::size_t i = 0; i < next.size(); ++i)
        next[i] -= static_cast<float>(step[static_cast<Eigen::Index>(i)]);
      field.values(next, u);
      const double size = residuals.update(u);
      better = size < best;
      if (better) {
        idle = size < (1.0 - kHardly) * best ? 0 : idle + 1;
        best = size;
        coefficients = std::move(next);
        damping *= kEasier;
      } else {
        damping *= kHarder;
        if (elapsed() > options.budget) break;
      }
    }
    if (!better) ++idle;
    ++result.iterations;
    longest = std::max(longest, elapsed() - began);
  }
  result.coefficients = std::move(coefficients);
  result.residualAfter = best;
  result.milliseconds = elapsed().count();
  return result;
}

}  // namespace isochron
