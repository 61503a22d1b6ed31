// SPDX-License-Identifier: GPL-3.0-or-later
// One pass from values to colours.
#include "field_image.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace isochron {
namespace {

// Models up to this many nodes are never thinned: panning and zooming then need no new image.
constexpr Eigen::Index kWholeNodes = 1 << 20;
// Every OpenGL that VTK runs on has textures of this size.
constexpr int kLongestSide = 8192;
// Device pixels that may blend the colours of two neighbours.
constexpr double kBlended = 2.0;
constexpr int kMostRefined = 4;
constexpr double kMostPixels = 6e5;

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

/// The two nodes about a pixel, and how far it is from the first to the second.
struct Between {
  int first;
  int second;
  double share;
};

Between between(int pixel, int refine, int count) {
  const double place = std::clamp((pixel + 0.5) / refine - 0.5, 0.0, count - 1.0);
  const int first = static_cast<int>(place);
  return {first, std::min(first + 1, count - 1), place - first};
}

// Where a node has no value, its half of the way has none.
double blend(double a, double b, double share) {
  if (a != a || b != b) return share < 0.5 ? a : b;
  return a + share * (b - a);
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

NodeSelection refined(NodeSelection nodes, const Grid& grid, const Window& visible, QSize pixels) {
  if (nodes.strideX > 1 || nodes.strideZ > 1) return nodes;
  const auto wanted = [](double pixelsANode) {
    return std::clamp(static_cast<int>(std::ceil(pixelsANode / kBlended)), 1, kMostRefined);
  };
  nodes.refineX = wanted(pixels.width() * grid.dx / visible.width());
  nodes.refineZ = wanted(pixels.height() * grid.dz / visible.depth());
  const auto tooMany = [&] {
    return 1.0 * nodes.countX * nodes.refineX * nodes.countZ * nodes.refineZ > kMostPixels ||
           nodes.countX * nodes.refineX > kLongestSide ||
           nodes.countZ * nodes.refineZ > kLongestSide;
  };
  while (tooMany() && (nodes.refineX > 1 || nodes.refineZ > 1))
    --(nodes.refineX > nodes.refineZ ? nodes.refineX : nodes.refineZ);
  return nodes;
}

QImage fieldImage(const Field& field, const NodeSelection& nodes, ValueRange range,
                  const ColourTable& table) {
  QImage image(nodes.countX * nodes.refineX, nodes.countZ * nodes.refineZ, QImage::Format_RGBA8888);
  const double last = static_cast<double>(table.size() - 1);
  const double scale = last / (range.max - range.min);
  const auto nodeRow = [&](int row) {
    return field.values.data() +
           (nodes.firstZ + Eigen::Index{row} * nodes.strideZ) * field.values.cols() + nodes.firstX;
  };
  std::vector<double> across(static_cast<std::size_t>(nodes.countX));  // one row at the nodes
  for (int row = 0; row < image.height(); ++row) {
    const Between z = between(row, nodes.refineZ, nodes.countZ);
    const double* const upper = nodeRow(z.first);
    const double* const lower = nodeRow(z.second);
    for (int i = 0; i < nodes.countX; ++i)
      across[static_cast<std::size_t>(i)] =
          blend(upper[i * nodes.strideX], lower[i * nodes.strideX], z.share);
    uchar* pixel = image.scanLine(row);
    for (int column = 0; column < image.width(); ++column, pixel += 4) {
      const Between x = between(column, nodes.refineX, nodes.countX);
      const double value = blend(across[static_cast<std::size_t>(x.first)],
                                 across[static_cast<std::size_t>(x.second)], x.share);
      const double place = (value - range.min) * scale + 0.5;
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
  return {QPointF(nodes.refineX * left, nodes.refineZ * top),
          QPointF(nodes.refineX * right, nodes.refineZ * bottom)};
}

}  // namespace isochron
