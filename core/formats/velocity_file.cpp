// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/velocity_file.h"

#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "formats/array_statistics.h"
#include "formats/guess.h"
#include "formats/readers.h"

namespace isochron {
namespace {

/// km/s = factor * value + offset for any layout.
LinearMap mapFor(const ImportLayout& layout, bool picture) {
  if (layout.map) return *layout.map;
  if (picture) return {layout.greyWhite - layout.greyBlack, layout.greyBlack};
  return {layout.unit == VelocityUnit::MetresPerSecond ? 1e-3 : 1.0, 0.0};
}

/// Decodes one plane to (nz, nx). By tiles, so that neither side of a transposition strides over
/// the whole memory for every value.
Array decodePlane(const PlaneView& view, std::int64_t index, AxisOrder axes, LinearMap map) {
  constexpr std::int64_t kTile = 64;
  const bool xFast = axes == AxisOrder::XFast;
  Array values(xFast ? view.rows() : view.columns(), xFast ? view.columns() : view.rows());
  const std::byte* plane = view.plane(index);
  for (std::int64_t i0 = 0; i0 < view.rows(); i0 += kTile)
    for (std::int64_t j0 = 0; j0 < view.columns(); j0 += kTile)
      for (std::int64_t i = i0; i < std::min(i0 + kTile, view.rows()); ++i)
        for (std::int64_t j = j0; j < std::min(j0 + kTile, view.columns()); ++j)
          (xFast ? values(i, j) : values(j, i)) = map.factor * view.at(plane, i, j) + map.offset;
  return values;
}

}  // namespace

struct VelocityFile::Implementation {
  FileBytes file;
  OpenOptions options;
  StoredArray array;
  FileSummary summary;
  ImportGuess guess;

  Implementation(FileBytes bytes, const OpenOptions& opening)
      : file(std::move(bytes)), options(opening), array(readAny(file, options)) {
    const ValueStatistics values = valueStatistics(PlaneView(array, 0, file));
    summary = {array.format, array.shape, array.type, array.order, array.fortranOrder,
               array.arrays, array.array, values.min, values.max,  array.hints.picture};
    guess = guessLayout(array, file, values);
  }
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
const ImportGuess& VelocityFile::guess() const { return implementation_->guess; }

std::int64_t VelocityFile::modelCount(const ImportLayout& layout) const {
  return PlaneView(implementation_->array, layout.modelAxis, implementation_->file).planes();
}

VelocityModel VelocityFile::read(const ImportLayout& layout, std::int64_t index) const {
  const FileBytes& file = implementation_->file;
  const PlaneView view(implementation_->array, layout.modelAxis, file);
  if (index < 0 || index >= view.planes())
    throw file.error("", "has no model " + std::to_string(index),
                     "choose one from 0 to " + std::to_string(view.planes() - 1));
  const bool xFast = layout.axes == AxisOrder::XFast;
  const Grid grid{static_cast<int>(xFast ? view.columns() : view.rows()),
                  static_cast<int>(xFast ? view.rows() : view.columns()), layout.dx, layout.dz,
                  layout.origin};
  try {
    validate(grid);
    return {grid, decodePlane(view, index, layout.axes,
                              mapFor(layout, implementation_->array.hints.picture))};
  } catch (const Error& error) {
    const std::string model = view.planes() > 1 ? "model " + std::to_string(index) + ", " : "";
    throw file.error(model + error.place(), error.problem(), error.remedy());
  }
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
