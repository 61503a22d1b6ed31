// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/velocity_file.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "field/error.h"
#include "formats/array_statistics.h"
#include "formats/interpret.h"
#include "formats/readers.h"
#include "formats/units.h"

namespace isochron {
namespace {

/// Decodes one plane to (nz, nx), as the layout turns and maps it. By tiles, so that neither side
/// of a transposition strides over the whole memory for every value.
template <typename Convert>
Array decodePlane(const PlaneView& view, std::int64_t index, const ImportLayout& layout,
                  Convert convert) {
  constexpr std::int64_t kTile = 64;
  const bool xFast = layout.axes == AxisOrder::XFast;
  Array values(xFast ? view.rows() : view.columns(), xFast ? view.columns() : view.rows());
  const Eigen::Index lastX = values.cols() - 1, lastZ = values.rows() - 1;
  const auto put = [&](std::int64_t iz, std::int64_t ix, double value) {
    values(layout.reverseZ ? lastZ - iz : iz, layout.reverseX ? lastX - ix : ix) = convert(value);
  };
  const std::byte* plane = view.plane(index);
  for (std::int64_t i0 = 0; i0 < view.rows(); i0 += kTile)
    for (std::int64_t j0 = 0; j0 < view.columns(); j0 += kTile)
      for (std::int64_t i = i0; i < std::min(i0 + kTile, view.rows()); ++i)
        for (std::int64_t j = j0; j < std::min(j0 + kTile, view.columns()); ++j)
          xFast ? put(i, j, view.at(plane, i, j)) : put(j, i, view.at(plane, i, j));
  return values;
}

Array decodePlane(const PlaneView& view, std::int64_t index, const ImportLayout& layout,
                  bool picture) {
  LinearMap map = layout.map.value_or(LinearMap{});
  const bool mapped = layout.map || picture;
  if (picture && !layout.map) map = {layout.greyWhite - layout.greyBlack, layout.greyBlack};
  if (mapped)
    return decodePlane(view, index, layout,
                       [map](double value) { return map.factor * value + map.offset; });
  const UnitConversion convert = conversionOf(layout.unit);
  if (convert.power != 1.0) return decodePlane(view, index, layout, convert);
  return decodePlane(view, index, layout,
                     [factor = convert.factor](double value) { return factor * value; });
}

/// Throws Error for the first node of a plane where the file says that there is no value.
void refuseMissing(const PlaneView& view, std::int64_t index, const ImportLayout& layout) {
  const std::byte* plane = view.plane(index);
  const bool xFast = layout.axes == AxisOrder::XFast;
  const std::int64_t nx = xFast ? view.columns() : view.rows();
  const std::int64_t nz = xFast ? view.rows() : view.columns();
  for (std::int64_t iz = 0; iz < nz; ++iz)
    for (std::int64_t ix = 0; ix < nx; ++ix) {
      const std::int64_t z = layout.reverseZ ? nz - 1 - iz : iz;
      const std::int64_t x = layout.reverseX ? nx - 1 - ix : ix;
      if (!view.isMissing(plane, xFast ? z : x, xFast ? x : z)) continue;
      throw Error("node iz = " + std::to_string(iz) + ", ix = " + std::to_string(ix),
                  "the file marks the value as missing (a fill value or a mask)",
                  "fill in velocities there and save the file again");
    }
}

/// Weights that interpolate from coordinates in ascending order to even ones.
struct EvenAxis {
  std::vector<double> from;  // km, ascending; empty where the axis is even
  double first = 0.0;
  double step = 0.0;
  int count = 0;
};

EvenAxis evenAxis(std::vector<double> uneven, bool reversed, double step) {
  EvenAxis axis;
  axis.from = std::move(uneven);
  if (reversed) std::reverse(axis.from.begin(), axis.from.end());
  axis.first = axis.from.front();
  axis.step = step;
  const double extent = axis.from.back() - axis.from.front();
  constexpr double kMostNodes = 1e6;
  axis.count = 1 + static_cast<int>(std::clamp(std::floor(extent / step + 1e-6), 1.0, kMostNodes));
  return axis;
}

/// The rows of `values` at even places between those at `axis.from`.
Array evenRows(const Array& values, const EvenAxis& axis) {
  Array rows(axis.count, values.cols());
  std::size_t i = 0;
  for (int k = 0; k < axis.count; ++k) {
    const double place = axis.first + k * axis.step;
    while (i + 2 < axis.from.size() && axis.from[i + 1] < place) ++i;
    const double share =
        std::clamp((place - axis.from[i]) / (axis.from[i + 1] - axis.from[i]), 0.0, 1.0);
    const auto row = static_cast<Eigen::Index>(i);
    rows.row(k) = (1.0 - share) * values.row(row) + share * values.row(row + 1);
  }
  return rows;
}

}  // namespace

struct VelocityFile::Implementation {
  FileBytes file;
  OpenOptions options;
  StoredArray array;
  FileSummary summary;
  Interpretation interpretation;

  Implementation(FileBytes bytes, OpenOptions opening)
      : file(std::move(bytes)), options(std::move(opening)) {
    file.stopBy(options.stop);
    array = readAny(file, options);
    file.goOn();
    const ValueStatistics values = valueStatistics(PlaneView(array, 0, file));
    file.goOn();
    summary = {array.format,       array.shape,        array.type,     array.order,
               array.fortranOrder, array.arrays,       array.array,    values.min,
               values.max,         array.says.picture, array.generator};
    interpretation = interpret(array, file, values, options);
  }

  VelocityModel read(const ImportLayout& layout, const PlaneView& view, std::int64_t index) const;
};

VelocityFile::VelocityFile(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
VelocityFile::VelocityFile(VelocityFile&&) noexcept = default;
VelocityFile& VelocityFile::operator=(VelocityFile&&) noexcept = default;
VelocityFile::~VelocityFile() = default;

VelocityFile VelocityFile::open(const std::filesystem::path& path, const OpenOptions& options) {
  return VelocityFile(std::make_unique<Implementation>(FileBytes::open(path), options));
}

VelocityFile VelocityFile::openBytes(const std::filesystem::path& name,
                                     std::vector<std::byte> bytes, const OpenOptions& options) {
  return VelocityFile(
      std::make_unique<Implementation>(FileBytes::fromMemory(name, std::move(bytes)), options));
}

const std::filesystem::path& VelocityFile::path() const { return implementation_->file.path(); }
const OpenOptions& VelocityFile::options() const { return implementation_->options; }
const FileSummary& VelocityFile::summary() const { return implementation_->summary; }
const ImportGuess& VelocityFile::guess() const { return implementation_->interpretation.guess; }

std::int64_t VelocityFile::modelCount(const ImportLayout& layout) const {
  return PlaneView(implementation_->array, layout.modelAxis, implementation_->file).planes();
}

VelocityModel VelocityFile::read(const ImportLayout& layout, std::int64_t index) const {
  const FileBytes& file = implementation_->file;
  const PlaneView view(implementation_->array, layout.modelAxis, file);
  if (index < 0 || index >= view.planes())
    throw file.error("", "has no model " + std::to_string(index),
                     "choose one from 0 to " + std::to_string(view.planes() - 1));
  try {
    return implementation_->read(layout, view, index);
  } catch (const Error& error) {
    const std::string model = view.planes() > 1 ? "model " + std::to_string(index) + ", " : "";
    throw file.error(model + error.place(), error.problem(), error.remedy());
  }
}

VelocityModel VelocityFile::Implementation::read(const ImportLayout& layout, const PlaneView& view,
                                                 std::int64_t index) const {
  const bool xFast = layout.axes == AxisOrder::XFast;
  Grid grid{static_cast<int>(xFast ? view.columns() : view.rows()),
            static_cast<int>(xFast ? view.rows() : view.columns()), layout.dx, layout.dz,
            layout.origin};
  validate(grid);
  if (array.says.mayMiss()) refuseMissing(view, index, layout);
  Array values = decodePlane(view, index, layout, array.says.picture);
  if (layout.resampleUneven) {
    const auto& uneven = interpretation.uneven;
    const auto& alongX =
        uneven[static_cast<std::size_t>(xFast ? view.columnAxis() : view.rowAxis())];
    const auto& alongZ =
        uneven[static_cast<std::size_t>(xFast ? view.rowAxis() : view.columnAxis())];
    // Faults are told of the file's own nodes.
    if (!alongX.empty() || !alongZ.empty())
      values = VelocityModel(grid, std::move(values)).velocity();
    if (!alongZ.empty()) values = evenRows(values, evenAxis(alongZ, layout.reverseZ, layout.dz));
    if (!alongX.empty())
      values =
          evenRows(values.transpose(), evenAxis(alongX, layout.reverseX, layout.dx)).transpose();
    grid.nx = static_cast<int>(values.cols());
    grid.nz = static_cast<int>(values.rows());
  }
  return {grid, std::move(values)};
}

std::string toText(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t length : shape)
    text += (text.empty() ? "(" : ", ") + std::to_string(length);
  return text.empty() ? "()" : text + (shape.size() == 1 ? ",)" : ")");
}

std::string toText(ScalarType type) {
  switch (type) {
    case ScalarType::Int8:
      return "int8";
    case ScalarType::UInt8:
      return "uint8";
    case ScalarType::Int16:
      return "int16";
    case ScalarType::UInt16:
      return "uint16";
    case ScalarType::Int32:
      return "int32";
    case ScalarType::UInt32:
      return "uint32";
    case ScalarType::Int64:
      return "int64";
    case ScalarType::UInt64:
      return "uint64";
    case ScalarType::Float16:
      return "float16";
    case ScalarType::Float32:
      return "float32";
    case ScalarType::Float64:
      return "float64";
    case ScalarType::IbmFloat32:
      return "IBM float32";
  }
  return "unknown";
}

std::string toText(ByteOrder order) {
  return order == ByteOrder::Little ? "little endian" : "big endian";
}

}  // namespace isochron
