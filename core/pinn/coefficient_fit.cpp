// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/coefficient_fit.h"

#include <ATen/Parallel.h>

#include <Eigen/Cholesky>
#include <algorithm>

#include "nn/kernels/mlp_kernels.h"

namespace isochron {
namespace {

// Points summed in single precision before they are added to the rest.
constexpr std::int64_t kChunk = 512;
// Rows of the normal matrix that one thread works out at a time, a multiple of kRowMultiple.
constexpr std::int64_t kBlock = 32;

}  // namespace

CoefficientFit::CoefficientFit(MeanSlownessField& field, const Ansatz& ansatz,
                               std::vector<float> radii)
    : field_(field),
      ansatz_(ansatz),
      radii_(std::move(radii)),
      points_(static_cast<std::int64_t>(radii_.size())),
      unknowns_(static_cast<std::int64_t>(field.network().coefficientCount())),
      stride_(leadingDimension(unknowns_)),
      u_(radii_.size()),
      slopes_(radii_.size() * static_cast<std::size_t>(field.network().groups())),
      weightedMisfit_(radii_.size()) {
  const auto numbers = static_cast<std::size_t>(points_ * stride_);
  trunk_.resize(numbers);
  jacobian_.resize(numbers);
  weighted_.resize(numbers);
  BranchTrunkField& network = field_.network();
  std::vector<float> row(radii_.size());
  float* column = trunk_.data();
  for (int g = 0; g < network.groups(); ++g)
    for (int k = 0; k < network.rank(); ++k, ++column) {
      network.trunkRow(g, k, row);
      for (std::int64_t i = 0; i < points_; ++i)
        column[i * stride_] = row[static_cast<std::size_t>(i)];
    }
}

void CoefficientFit::linearise(std::span<const float> coefficients) {
  BranchTrunkField& network = field_.network();
  network.linearise(coefficients, u_, slopes_);
  const std::int64_t groups = network.groups(), rank = network.rank();
  for (std::int64_t i = 0; i < points_; ++i) {
    const auto point = static_cast<std::size_t>(i);
    const float perU =
        radii_[point] * static_cast<float>(ansatz_.at(static_cast<double>(u_[point])).first);
    const float* functions = trunk_.data() + i * stride_;
    float* row = jacobian_.data() + i * stride_;
    for (std::int64_t g = 0; g < groups; ++g, functions += rank, row += rank) {
      const float slope = perU * slopes_[static_cast<std::size_t>(g * points_ + i)];
      for (std::int64_t k = 0; k < rank; ++k) row[k] = slope * functions[k];
    }
  }
}

void CoefficientFit::setMisfit(std::span<const float> misfit, const MisfitNorm& norm) {
  at::parallel_for(0, points_, kChunk, [&](std::int64_t first, std::int64_t last) {
    norm.apply(jacobian_.data(), unknowns_, stride_, first, last, weighted_.data());
  });
  norm.apply(misfit.data(), 1, 1, 0, points_, weightedMisfit_.data());
  right_ = Eigen::VectorXd::Zero(unknowns_);
  for (std::int64_t i = 0; i < points_; ++i) {
    const auto weight = static_cast<double>(weightedMisfit_[static_cast<std::size_t>(i)]);
    for (std::int64_t k = 0; k < unknowns_; ++k)
      right_[k] +=
          weight * static_cast<double>(jacobian_[static_cast<std::size_t>(i * stride_ + k)]);
  }
  multiply();
}

/// normal_ = J^T (L J): blocks of rows, each from its own first column on, for the matrix is
/// symmetric. Columns begin at multiples of what a kernel's panels begin at.
void CoefficientFit::multiply() {
  const MlpKernels<float>& kernels = mlpKernels<float>();
  normal_.setZero(unknowns_, unknowns_);
  at::parallel_for(
      0, (unknowns_ + kBlock - 1) / kBlock, 1, [&](std::int64_t from, std::int64_t to) {
        std::vector<float> sums(static_cast<std::size_t>(kBlock * stride_));
        for (std::int64_t block = from; block < to; ++block) {
          const std::int64_t first = block * kBlock, rows = std::min(kBlock, unknowns_ - first);
          const std::int64_t columns = unknowns_ - first;
          for (std::int64_t begin = 0; begin < points_; begin += kChunk) {
            const std::int64_t at = begin * stride_ + first;
            kernels.accumulate(std::min(kChunk, points_ - begin), rows, columns,
                               {jacobian_.data() + at, stride_}, {weighted_.data() + at, stride_},
                               {sums.data(), stride_}, false);
            for (std::int64_t r = 0; r < rows; ++r)
              for (std::int64_t c = r; c < columns; ++c)
                normal_(first + r, first + c) +=
                    static_cast<double>(sums[static_cast<std::size_t>(r * stride_ + c)]);
          }
        }
      });
}

Eigen::VectorXd CoefficientFit::step(double damping) const {
  Eigen::MatrixXd damped = normal_;
  damped.diagonal().array() += damping * normal_.diagonal().mean();
  return damped.selfadjointView<Eigen::Upper>().llt().solve(right_);
}

}  // namespace isochron
