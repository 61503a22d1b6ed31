// SPDX-License-Identifier: GPL-3.0-or-later
#include "eikonal_cases.h"

#include <functional>

#include "eikonal/closed_forms.h"
#include "formats/readers.h"
#include "generators/generators.h"

namespace isochron::cli {
namespace {

constexpr double kConstantVelocity = 3.0;                      // km/s
constexpr double kTopVelocity = 2.0, kVelocityGradient = 3.0;  // km/s, 1/s

Array sample(const Grid& grid, const std::function<double(Point)>& value) {
  Array values(grid.nz, grid.nx);
  for (int iz = 0; iz < grid.nz; ++iz)
    for (int ix = 0; ix < grid.nx; ++ix) values(iz, ix) = value(grid.node(iz, ix));
  return values;
}

EikonalCase constantCase(int n) {
  const Grid grid = paperGrid(n, n);
  const Point source = grid.node(n / 2, n / 2);
  return {"const " + std::to_string(n),
          {grid, Array::Constant(n, n, kConstantVelocity)},
          source,
          sample(grid, [&](Point p) { return distance(p, source) / kConstantVelocity; })};
}

EikonalCase gradientCase(const std::string& name, int n, Point source) {
  const Grid grid = paperGrid(n, n);
  return {name,
          {grid, sample(grid, [](Point p) { return kTopVelocity + kVelocityGradient * p.z; })},
          source,
          sample(grid, [&](Point p) {
            return boxGradientTime(kTopVelocity, kVelocityGradient, grid.depth(), source, p);
          })};
}

Array readArray(const std::filesystem::path& path) {
  const FileBytes file = FileBytes::open(path);
  const StoredArray stored = readAny(file, {});
  const PlaneView view(stored, 0, file);
  Array values(view.rows(), view.columns());
  for (Eigen::Index row = 0; row < values.rows(); ++row)
    for (Eigen::Index column = 0; column < values.cols(); ++column)
      values(row, column) = view.at(view.plane(0), row, column);
  return values;
}

}  // namespace

std::vector<EikonalCase> closedFormCases() {
  const auto onNode = [](int n) {
    return gradientCase("grad " + std::to_string(n), n, paperGrid(n, n).node(n / 2, n / 2));
  };
  std::vector<EikonalCase> cases;
  cases.push_back(constantCase(128));
  cases.push_back(onNode(128));
  cases.push_back(gradientCase("grad 128, source at 2.5, 0.5", 128, {2.5, 0.5}));
  cases.push_back(onNode(512));
  return cases;
}

std::optional<EikonalCase> randomFieldCase(const std::filesystem::path& folder) {
  const std::filesystem::path velocity = folder / "eikonal" / "grf_128_v.npy";
  const std::filesystem::path time = folder / "eikonal" / "grf_128_t.npy";
  std::error_code ignored;
  if (!std::filesystem::exists(velocity, ignored) || !std::filesystem::exists(time, ignored))
    return std::nullopt;
  const Array v = readArray(velocity), t = readArray(time);
  if (v.rows() != t.rows() || v.cols() != t.cols())
    throw Error(time.string(), "does not have the shape of its velocity", "restore both files");
  const int nz = static_cast<int>(v.rows()), nx = static_cast<int>(v.cols());
  const Grid grid = paperGrid(nx, nz);
  return EikonalCase{"grf 128", {grid, v}, grid.node(nz / 2, nx / 2), t};
}

}  // namespace isochron::cli
