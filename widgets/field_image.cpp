// SPDX-License-Identifier: GPL-3.0-or-later
// One pass from values to colours.
#include "field_image.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace isochron {
namespace {

// Models up to this many nodes are never thinned: panning and zooming then need no new image.
constexpr Eigen::Index kWholeNodes = 1 << 20;
// Every OpenGL that VTK runs on has textures of this size.
constexpr int kLongestSide = 8192;

int strideFor(double nodes, int pixels) {
  return std::max(1, static_cast<int>(nodes / std::max(pixels, 1)));
}

struct Span {
  int first;
  int count;
};

// The nodes of one axis that cover the window, with one more on each side for interpolation.
Span thinned(int total, double from, double to, int stride) {
  const int first = std::max(0, static_cast<int>(std::floor(from)) / stride * stride - stride);
  const int last = std::min(total - 1, static_cast<int>(std::ceil(to)) + stride);
  return {first, (last - first) / stride + 1};
}

}  // namespace

ValueRange valueRange(const Array& values) {
  double min = std::numeric_limits<double>::infinity();
  double max = -min;
  const double* value = values.data();
  for (Eigen::Index i = 0; i < values.size(); ++i) {
    // Comparisons with NaN are false, so NaN never enters; infinities are kept out below.
    if (value[i] < min && value[i] > -std::numeric_limits<double>::infinity()) min = value[i];
    if (value[i] > max && value[i] < std::numeric_limits<double>::infinity()) max = value[i];
  }
  if (min > max) return {};
  if (min < max) return {min, max};
  const double margin = min == 0.0 ? 1.0 : 0.1 * std::abs(min);
  return {min - margin, max + margin};
}

NodeSelection nodesFor(const Grid& grid, const Window& visible, QSize pixels) {
  if (grid.size() <= kWholeNodes && std::max(grid.nx, grid.nz) <= kLongestSide) {
    return {0, 0, grid.nx, grid.nz, 1, 1};
  }
  const int strideX = strideFor(visible.width() / grid.dx, pixels.width());
  const int strideZ = strideFor(visible.depth() / grid.dz, pixels.height());
  const Span x = thinned(grid.nx, (visible.first.x - grid.origin.x) / grid.dx,
                         (visible.last.x - grid.origin.x) / grid.dx, strideX);
  const Span z = thinned(grid.nz, (visible.first.z - grid.origin.z) / grid.dz,
                         (visible.last.z - grid.origin.z) / grid.dz, strideZ);
  return {x.first, z.first, x.count, z.count, strideX, strideZ};
}

QImage fieldImage(const Field& field, const NodeSelection& nodes, ValueRange range,
                  const ColourTable& table) {
  QImage image(nodes.countX, nodes.countZ, QImage::Format_RGBA8888);
  const double last = static_cast<double>(table.size() - 1);
  const double scale = last / (range.max - range.min);
  for (int row = 0; row < nodes.countZ; ++row) {
    const double* value = field.values.data() +
                          (nodes.firstZ + Eigen::Index{row} * nodes.strideZ) * field.values.cols() +
                          nodes.firstX;
    uchar* pixel = image.scanLine(row);
    for (int column = 0; column < nodes.countX; ++column, value += nodes.strideX, pixel += 4) {
      const double place = (*value - range.min) * scale + 0.5;
      if (place != place) {
        std::memset(pixel, 0, 4);
        continue;
      }
      const auto entry = static_cast<std::size_t>(std::min(std::max(place, 0.0), last));
      std::memcpy(pixel, table[entry].data(), 4);
    }
  }
  return image;
}

QRectF imageWindow(const Grid& grid, const NodeSelection& nodes, const Window& window) {
  const auto toPixel = [](double node, int first, int stride) {
    return (node - first) / stride + 0.5;
  };
  const double left =
      toPixel((window.first.x - grid.origin.x) / grid.dx, nodes.firstX, nodes.strideX);
  const double right =
      toPixel((window.last.x - grid.origin.x) / grid.dx, nodes.firstX, nodes.strideX);
  const double top =
      toPixel((window.first.z - grid.origin.z) / grid.dz, nodes.firstZ, nodes.strideZ);
  const double bottom =
      toPixel((window.last.z - grid.origin.z) / grid.dz, nodes.firstZ, nodes.strideZ);
  return {QPointF(left, top), QPointF(right, bottom)};
}

}  // namespace isochron
