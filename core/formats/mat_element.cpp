// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/mat_element.h"

#include <algorithm>

#include "formats/scalar.h"

namespace isochron {
namespace {

constexpr std::size_t kTag = 8;

std::uint32_t load32(const std::byte* bytes, ByteOrder order) {
  return static_cast<std::uint32_t>(loadUnsigned(bytes, 4, order));
}

std::optional<ScalarType> typeOf(std::uint32_t element) {
  switch (element) {
    case 1:
      return ScalarType::Int8;
    case 2:
      return ScalarType::UInt8;
    case 3:
      return ScalarType::Int16;
    case 4:
      return ScalarType::UInt16;
    case 5:
      return ScalarType::Int32;
    case 6:
      return ScalarType::UInt32;
    case 7:
      return ScalarType::Float32;
    case 9:
      return ScalarType::Float64;
    case 12:
      return ScalarType::Int64;
    case 13:
      return ScalarType::UInt64;
    default:
      return std::nullopt;
  }
}

/// Full numeric classes from double to uint64, and no imaginary part.
bool isRealNumeric(Bytes flags, ByteOrder order) {
  constexpr std::uint32_t kComplex = 0x0800;
  if (flags.size() < 4) return false;
  const std::uint32_t word = load32(flags.data(), order);
  const std::uint32_t kind = word & 0xff;
  return kind >= 6 && kind <= 15 && (word & kComplex) == 0;
}

}  // namespace

std::optional<MatElement> takeMatElement(Bytes bytes, ByteOrder order) {
  if (bytes.size() < kTag) return std::nullopt;
  const std::uint32_t first = load32(bytes.data(), order);
  MatElement element;
  if (first >> 16 != 0) {  // small: up to four bytes inside the tag
    element.type = first & 0xffff;
    element.size = first >> 16;
    if (element.size > 4) return std::nullopt;
    element.data = bytes.subspan(4, element.size);
    element.total = kTag;
    return element;
  }
  element.type = first;
  element.size = load32(bytes.data() + 4, order);
  const Bytes rest = bytes.subspan(kTag);
  element.data = rest.first(std::min<std::size_t>(element.size, rest.size()));
  // Compressed elements alone are not padded to eight bytes.
  const std::size_t padded =
      element.type == kMatCompressed ? element.size : (element.size + 7) / 8 * 8;
  element.total = kTag + std::min(padded, rest.size());
  return element;
}

std::optional<MatMatrix> parseMatMatrix(Bytes data, ByteOrder order) {
  std::size_t at = 0;
  const auto next = [&]() -> std::optional<MatElement> {
    auto element = takeMatElement(data.subspan(at), order);
    if (element) at += element->total;
    return element;
  };
  const auto flags = next(), dimensions = next(), name = next();
  if (!flags || !dimensions || !name || !isRealNumeric(flags->data, order)) return std::nullopt;
  MatMatrix matrix;
  for (std::size_t i = 0; i + 4 <= dimensions->data.size(); i += 4)
    matrix.shape.insert(matrix.shape.begin(), load32(dimensions->data.data() + i, order));
  if (matrix.shape.size() < 2 || matrix.shape.size() > 32) return std::nullopt;
  matrix.name.assign(reinterpret_cast<const char*>(name->data.data()), name->data.size());

  const auto values = takeMatElement(data.subspan(at), order);
  const auto type = values ? typeOf(values->type) : std::nullopt;
  if (!type) return std::nullopt;
  matrix.type = *type;
  matrix.dataSize = values->size;
  matrix.dataOffset = values->data.data() - data.data();
  return matrix;
}

}  // namespace isochron
