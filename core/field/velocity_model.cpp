// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/velocity_model.h"

#include <cmath>
#include <string>

#include "field/error.h"

namespace isochron {
namespace {

[[noreturn]] void refuseValue(const Array& velocity) {
  for (Eigen::Index iz = 0; iz < velocity.rows(); ++iz)
    for (Eigen::Index ix = 0; ix < velocity.cols(); ++ix) {
      const double v = velocity(iz, ix);
      if (std::isfinite(v) && v > 0) continue;
      const std::string place = "node iz = " + std::to_string(iz) + ", ix = " + std::to_string(ix);
      const std::string what = std::isnan(v)   ? "the velocity is NaN"
                               : std::isinf(v) ? "the velocity is infinite"
                               : v == 0        ? "the velocity is zero"
                                               : "the velocity is negative";
      throw Error(place, what, "velocities must be finite and above 0 km/s everywhere");
    }
  throw Error("velocity", "is not usable");
}

/// Row i holds the weights with which old nodes make new node i: a hat (linear interpolation),
/// widened to the new spacing where that is coarser, so that nothing between nodes is lost.
Eigen::MatrixXd hatWeights(int oldCount, int newCount) {
  Eigen::MatrixXd weights = Eigen::MatrixXd::Zero(newCount, oldCount);
  const double ratio = static_cast<double>(oldCount - 1) / (newCount - 1);
  const double reach = std::max(1.0, ratio);
  for (int i = 0; i < newCount; ++i) {
    const double centre = i * ratio;
    const int first = std::max(0, static_cast<int>(std::ceil(centre - reach)));
    const int last = std::min(oldCount - 1, static_cast<int>(std::floor(centre + reach)));
    for (int j = first; j <= last; ++j)
      weights(i, j) = std::max(0.0, 1.0 - std::abs(j - centre) / reach);
    weights.row(i) /= weights.row(i).sum();
  }
  return weights;
}

}  // namespace

VelocityModel::VelocityModel(const Grid& grid, Array velocity) : field_{grid, std::move(velocity)} {
  validate(grid);
  if (field_.values.rows() != grid.nz || field_.values.cols() != grid.nx)
    throw Error("velocity",
                "has shape (" + std::to_string(field_.values.rows()) + ", " +
                    std::to_string(field_.values.cols()) + ") where the grid has (" +
                    std::to_string(grid.nz) + ", " + std::to_string(grid.nx) + ")",
                "give one value per node, [iz, ix]");
  // NaN makes min and max unreliable, so it is looked for on its own.
  if (!field_.values.isFinite().all() || !(field_.values > 0).all()) refuseValue(field_.values);
  min_ = field_.values.minCoeff();
  max_ = field_.values.maxCoeff();
}

VelocityModel resample(const VelocityModel& model, int nx, int nz) {
  Grid grid = model.grid();
  if (nx < 2 || nz < 2) throw Error("size", "is below 2 x 2 nodes", "ask for at least 2 x 2");
  grid.dx = model.grid().width() / (nx - 1);
  grid.dz = model.grid().depth() / (nz - 1);
  grid.nx = nx;
  grid.nz = nz;
  const Eigen::MatrixXd slowness = model.velocity().inverse().matrix();
  const Array resampled =
      (hatWeights(model.grid().nz, nz) * slowness * hatWeights(model.grid().nx, nx).transpose())
          .array()
          .inverse();
  return {grid, resampled};
}

VelocityModel crop(const VelocityModel& model, Point first, Point last) {
  const Grid& old = model.grid();
  // A node within a billionth of a cell of the rectangle's border counts as inside.
  constexpr double kEdge = 1e-9;
  const auto firstNode = [](double from, double origin, double spacing) {
    return std::max(0, static_cast<int>(std::ceil((from - origin) / spacing - kEdge)));
  };
  const auto lastNode = [](double to, double origin, double spacing, int n) {
    return std::min(n - 1, static_cast<int>(std::floor((to - origin) / spacing + kEdge)));
  };
  const int ix0 = firstNode(std::min(first.x, last.x), old.origin.x, old.dx);
  const int iz0 = firstNode(std::min(first.z, last.z), old.origin.z, old.dz);
  const int ix1 = lastNode(std::max(first.x, last.x), old.origin.x, old.dx, old.nx);
  const int iz1 = lastNode(std::max(first.z, last.z), old.origin.z, old.dz, old.nz);
  if (ix1 - ix0 < 1 || iz1 - iz0 < 1)
    throw Error("crop", "leaves fewer than 2 x 2 nodes", "choose a larger rectangle");
  Grid grid = old;
  grid.origin = old.node(iz0, ix0);
  grid.nx = ix1 - ix0 + 1;
  grid.nz = iz1 - iz0 + 1;
  return {grid, model.velocity().block(iz0, ix0, grid.nz, grid.nx)};
}

}  // namespace isochron
