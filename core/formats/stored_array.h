// SPDX-License-Identifier: GPL-3.0-or-later
// StoredArray: an array as a file holds it, found by a reader, not yet decoded.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/scalar.h"
#include "formats/statements.h"
#include "formats/velocity_file.h"

namespace isochron {

/// Values at `data + sum(index * stride)`. Every value lies within the bytes that `owner` keeps
/// alive: readers see to it before they return one.
struct StoredArray {
  std::string format;
  std::vector<std::int64_t> shape;    // slowest axis first, as the file says it
  std::vector<std::int64_t> strides;  // bytes from one index to the next, per axis
  ScalarType type = ScalarType::Float64;
  ByteOrder order = ByteOrder::Little;
  bool fortranOrder = false;
  std::vector<std::string> arrays;  // names of the usable arrays
  std::string array;                // the one in use
  const std::byte* data = nullptr;
  std::shared_ptr<const void> owner;
  FileStatements says;
  std::optional<GeneratorRecord> generator;  // of files that this program has generated
};

/// The product of the lengths; empty where one is below 1 or the product overflows.
std::optional<std::int64_t> elementCount(const std::vector<std::int64_t>& shape);

/// Strides of a dense array of that shape, in bytes.
std::vector<std::int64_t> denseStrides(const std::vector<std::int64_t>& shape,
                                       std::int64_t elementSize, bool fortranOrder);

/// Sets data, owner and strides of a dense array that starts at byte `offset` of the file. Throws
/// Error where the file is too short for shape and type; `remedy` says how to mend that.
void placeInFile(StoredArray& array, const FileBytes& file, std::int64_t offset,
                 const std::string& remedy);

/// The same for values that a reader decoded or decompressed into memory of its own.
void placeInMemory(StoredArray& array, std::vector<std::byte> bytes);
void placeInMemory(StoredArray& array, std::vector<double> values);

/// A stored array as a stack of two-dimensional planes: axes of length one are dropped, leading
/// axes flattened. Index order (plane, row, column).
class PlaneView {
 public:
  /// `planeAxis` picks, of exactly three axes, the one that counts the planes. Throws Error where
  /// fewer than two axes longer than one are left, or `planeAxis` is impossible.
  PlaneView(const StoredArray& array, int planeAxis, const FileBytes& file);

  std::int64_t planes() const { return planes_; }
  std::int64_t rows() const { return rows_; }
  std::int64_t columns() const { return columns_; }
  /// Axes longer than one; 3 for a cube or a stack.
  std::size_t axisCount() const { return lengths_.size(); }
  /// Which axis of the array runs along the rows' index, and which along the columns'.
  int rowAxis() const { return rowAxis_; }
  int columnAxis() const { return columnAxis_; }

  /// The first byte of a plane.
  const std::byte* plane(std::int64_t index) const;
  /// The value, unpacked; NaN where the file says that there is none.
  double at(const std::byte* plane, std::int64_t row, std::int64_t column) const {
    const double stored = decode_(plane + row * rowStride_ + column * columnStride_);
    return asStored_ ? stored : unpacked(stored);
  }
  double at(std::int64_t index, std::int64_t row, std::int64_t column) const {
    return at(plane(index), row, column);
  }
  /// True where the file says that there is no value.
  bool isMissing(const std::byte* plane, std::int64_t row, std::int64_t column) const {
    return marksNothing(decode_(plane + row * rowStride_ + column * columnStride_));
  }

 private:
  bool marksNothing(double stored) const;
  double unpacked(double stored) const;

  const std::byte* data_;
  ScalarDecoder decode_;
  std::vector<std::int64_t> lengths_;  // of all axes longer than one
  std::vector<std::int64_t> leading_;  // lengths of the axes that count planes
  std::vector<std::int64_t> leadingStrides_;
  std::int64_t planes_ = 1;
  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
  std::int64_t rowStride_ = 0;
  std::int64_t columnStride_ = 0;
  int rowAxis_ = 0;
  int columnAxis_ = 0;
  bool asStored_ = true;  // neither packed nor masked
  double scale_ = 1.0;
  double offset_ = 0.0;
  std::vector<double> missing_;
  double least_ = -std::numeric_limits<double>::infinity();
  double greatest_ = std::numeric_limits<double>::infinity();
};

}  // namespace isochron
