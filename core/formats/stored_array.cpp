// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/stored_array.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace isochron {
std::optional<std::int64_t> elementCount(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t length : shape)
    if (length < 1 || __builtin_mul_overflow(count, length, &count)) return std::nullopt;
  return count;
}

std::vector<std::int64_t> denseStrides(const std::vector<std::int64_t>& shape,
                                       std::int64_t elementSize, bool fortranOrder) {
  std::vector<std::int64_t> strides(shape.size());
  std::int64_t stride = elementSize;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t axis = fortranOrder ? i : shape.size() - 1 - i;
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

void placeInFile(StoredArray& array, const FileBytes& file, std::int64_t offset,
                 const std::string& remedy) {
  const auto count = elementCount(array.shape);
  if (!count)
    throw file.errorAt(offset, "the shape " + toText(array.shape) + " cannot be that of a model",
                       remedy);
  const std::int64_t size = sizeOf(array.type);
  const std::int64_t available = offset < 0 || offset > file.size() ? 0 : file.size() - offset;
  if (*count > available / size)
    throw file.errorAt(file.size(),
                       "the file ends too early: " + toText(array.shape) + " values of type " +
                           toText(array.type) + " from byte " + std::to_string(offset) +
                           " on need more than the " + std::to_string(available) +
                           " bytes that are there",
                       remedy);
  array.strides = denseStrides(array.shape, size, array.fortranOrder);
  array.data = file.bytes().data() + offset;
  array.owner = file.owner();
}

void placeInMemory(StoredArray& array, std::vector<std::byte> bytes) {
  auto held = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  array.strides = denseStrides(array.shape, sizeOf(array.type), array.fortranOrder);
  array.data = held->data();
  array.owner = std::move(held);
}

void placeInMemory(StoredArray& array, std::vector<double> values) {
  auto held = std::make_shared<const std::vector<double>>(std::move(values));
  array.type = ScalarType::Float64;
  array.order = nativeByteOrder();
  array.strides = denseStrides(array.shape, sizeOf(array.type), array.fortranOrder);
  array.data = reinterpret_cast<const std::byte*>(held->data());
  array.owner = std::move(held);
}

PlaneView::PlaneView(const StoredArray& array, int planeAxis, const FileBytes& file)
    : data_(array.data),
      decode_(scalarDecoder(array.type, array.order)),
      asStored_(array.says.scale == 1.0 && array.says.offset == 0.0 && !array.says.mayMiss()),
      scale_(array.says.scale),
      offset_(array.says.offset),
      missing_(array.says.missing) {
  // A file may write 1e20 where its float32 values hold 100000002004087734272.
  const auto asStored = [&](double value) {
    const bool single = array.type == ScalarType::Float32;
    return single ? static_cast<double>(static_cast<float>(value)) : value;
  };
  for (double& value : missing_) value = asStored(value);
  if (array.says.least) least_ = asStored(*array.says.least);
  if (array.says.greatest) greatest_ = asStored(*array.says.greatest);
  std::vector<std::int64_t> strides;
  std::vector<int> axes;
  for (std::size_t axis = 0; axis < array.shape.size(); ++axis)
    if (array.shape[axis] > 1) {
      lengths_.push_back(array.shape[axis]);
      strides.push_back(array.strides[axis]);
      axes.push_back(static_cast<int>(axis));
    }
  if (lengths_.size() < 2)
    throw file.error("", "its shape " + toText(array.shape) + " has no two axes of 2 or more nodes",
                     "a velocity model needs at least 2 x 2 nodes");
  if (planeAxis < 0 || (planeAxis > 0 && (lengths_.size() != 3 || planeAxis > 2)))
    throw file.error("",
                     "its shape " + toText(array.shape) + " cannot be sliced along axis " +
                         std::to_string(planeAxis),
                     "slice along axis 0, or 0 to 2 where there are three axes");
  leading_ = lengths_;
  leadingStrides_ = strides;
  if (planeAxis > 0) {
    std::rotate(leading_.begin(), leading_.begin() + planeAxis, leading_.begin() + planeAxis + 1);
    std::rotate(leadingStrides_.begin(), leadingStrides_.begin() + planeAxis,
                leadingStrides_.begin() + planeAxis + 1);
    std::rotate(axes.begin(), axes.begin() + planeAxis, axes.begin() + planeAxis + 1);
  }
  const auto take = [this](std::int64_t& length, std::int64_t& stride) {
    length = leading_.back();
    stride = leadingStrides_.back();
    leading_.pop_back();
    leadingStrides_.pop_back();
  };
  take(columns_, columnStride_);
  take(rows_, rowStride_);
  columnAxis_ = axes.back();
  rowAxis_ = axes[axes.size() - 2];
  for (const std::int64_t length : leading_) planes_ *= length;
  if (std::max(rows_, columns_) > std::numeric_limits<int>::max())
    throw file.error("",
                     "its shape " + toText(array.shape) + " has an axis of over two billion nodes",
                     "cut the model into smaller ones");
}

bool PlaneView::marksNothing(double stored) const {
  return stored < least_ || stored > greatest_ ||
         std::find(missing_.begin(), missing_.end(), stored) != missing_.end();
}

double PlaneView::unpacked(double stored) const {
  if (marksNothing(stored)) return std::numeric_limits<double>::quiet_NaN();
  return scale_ * stored + offset_;
}

const std::byte* PlaneView::plane(std::int64_t index) const {
  const std::byte* at = data_;
  for (std::size_t axis = leading_.size(); axis-- > 0;) {
    at += (index % leading_[axis]) * leadingStrides_[axis];
    index /= leading_[axis];
  }
  return at;
}

}  // namespace isochron
