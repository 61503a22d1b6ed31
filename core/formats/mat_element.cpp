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

MatMatrix::Kind kindOf(Bytes flags, ByteOrder order) {
  using Kind = MatMatrix::Kind;
  constexpr std::uint32_t kComplex = 0x0800;
  if (flags.size() < 4) return Kind::Other;
  const std::uint32_t word = load32(flags.data(), order);
  switch (word & 0xff) {
    case 1:
      return Kind::Cells;
    case 2:
      return Kind::Structure;
    case 5:
      return Kind::Sparse;
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
    case 15:
      return (word & kComplex) != 0 ? Kind::Complex : Kind::Numbers;
    default:
      return Kind::Other;
  }
}

std::string nameOf(Bytes bytes) {
  const std::string name(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return name.substr(0, name.find('\0'));
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
  if (!flags || !dimensions || !name) return std::nullopt;
  MatMatrix matrix;
  matrix.kind = kindOf(flags->data, order);
  for (std::size_t i = 0; i + 4 <= dimensions->data.size(); i += 4)
    matrix.shape.push_back(load32(dimensions->data.data() + i, order));
  if (matrix.shape.size() < 2 || matrix.shape.size() > 32) return std::nullopt;
  matrix.name = nameOf(name->data);
  matrix.dataOffset = static_cast<std::int64_t>(at);
  if (matrix.kind != MatMatrix::Kind::Numbers) return matrix;

  const auto values = takeMatElement(data.subspan(at), order);
  const auto type = values ? typeOf(values->type) : std::nullopt;
  if (!type) return std::nullopt;
  matrix.type = *type;
  matrix.dataSize = values->size;
  matrix.dataOffset = values->data.data() - data.data();
  return matrix;
}

std::vector<MatField> parseMatFields(const MatMatrix& structure, Bytes data, ByteOrder order) {
  std::vector<MatField> fields;
  if (structure.kind != MatMatrix::Kind::Structure ||
      structure.shape != std::vector<std::int64_t>{1, 1})
    return fields;
  auto at = static_cast<std::size_t>(structure.dataOffset);
  const auto next = [&]() -> std::optional<MatElement> {
    auto element = takeMatElement(data.subspan(std::min(at, data.size())), order);
    if (element) at += element->total;
    return element;
  };
  const auto nameLength = next(), names = next();
  if (!nameLength || nameLength->data.size() < 4 || !names) return fields;
  const std::size_t length = load32(nameLength->data.data(), order);
  if (length == 0) return fields;
  for (std::size_t i = 0; (i + 1) * length <= names->data.size(); ++i) {
    const auto field = next();
    if (!field || field->type != kMatMatrix) return fields;
    fields.push_back({nameOf(names->data.subspan(i * length, length)), field->data});
  }
  return fields;
}

}  // namespace isochron
