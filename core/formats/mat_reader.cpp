// SPDX-License-Identifier: GPL-3.0-or-later
// Reads MATLAB files of level 5 (up to version 7). Written by hand, so that no length in a file
// is believed before the bytes are there. Version 7.3 is HDF5.
#include <algorithm>

#include "formats/inflate.h"
#include "formats/mat_element.h"
#include "formats/quantity.h"
#include "formats/readers.h"

namespace isochron {
namespace {

constexpr std::int64_t kFileHeader = 128;
constexpr std::int64_t kTag = 8;
const std::string kRemedy = "save it again from MATLAB, or copy the file again";

struct Variable {
  MatMatrix matrix;
  Bytes data;               // of the matrix element, or of the compressed stream around it
  std::int64_t offset = 0;  // of the variable in the file
  bool compressed = false;
};

bool canBeModel(const MatMatrix& matrix) {
  return elementCount(matrix.shape) &&
         std::count_if(matrix.shape.begin(), matrix.shape.end(),
                       [](std::int64_t length) { return length > 1; }) >= 2;
}

/// The front of a compressed variable tells what it is.
std::optional<MatMatrix> peek(Bytes stream, ByteOrder order) {
  constexpr std::int64_t kFront = 4096;
  const auto front = inflated(stream, kFront);
  if (!front) return std::nullopt;
  const auto element = takeMatElement(*front, order);
  if (!element || element->type != kMatMatrix) return std::nullopt;
  return parseMatMatrix(element->data, order);
}

std::vector<Variable> findVariables(const FileBytes& file, ByteOrder order) {
  std::vector<Variable> variables;
  std::int64_t at = kFileHeader;
  while (at + kTag <= file.size()) {
    const auto element = takeMatElement(file.bytes().subspan(static_cast<std::size_t>(at)), order);
    if (!element) throw file.errorAt(at, "the variable is damaged", kRemedy);
    if (element->data.size() < element->size)
      throw file.errorAt(at,
                         "the variable claims " + std::to_string(element->size) + " bytes, but " +
                             std::to_string(element->data.size()) + " are left in the file",
                         kRemedy);
    const bool compressed = element->type == kMatCompressed;
    if (!compressed && element->type != kMatMatrix)
      throw file.errorAt(at, "there is no MATLAB variable", kRemedy);
    auto matrix = compressed ? peek(element->data, order) : parseMatMatrix(element->data, order);
    if (matrix && canBeModel(*matrix))
      variables.push_back({std::move(*matrix), element->data, at, compressed});
    at += static_cast<std::int64_t>(element->total);
  }
  return variables;
}

std::vector<std::byte> unpacked(const FileBytes& file, const Variable& variable,
                                std::int64_t needed) {
  const std::string place = "variable '" + variable.matrix.name + "'";
  const std::int64_t limit = expansionLimit(file.size());
  const std::int64_t before = kTag + variable.matrix.dataOffset;
  if (needed > limit - before)
    throw file.error(place,
                     "claims the shape " + toText(variable.matrix.shape) + ", more than the " +
                         byteText(limit) + " that a file of this size may expand to",
                     "save it without compression (save -v6)");
  auto bytes = inflated(variable.data, before + needed);
  if (!bytes) throw file.error(place, "does not decompress", kRemedy);
  if (static_cast<std::int64_t>(bytes->size()) < before + needed)
    throw file.error(place, "ends too early for its shape " + toText(variable.matrix.shape),
                     kRemedy);
  bytes->erase(bytes->begin(), bytes->begin() + before);
  return std::move(*bytes);
}

void place(const FileBytes& file, const Variable& variable, StoredArray& array) {
  const std::int64_t count = *elementCount(array.shape);
  const std::int64_t size = sizeOf(array.type);
  if (static_cast<std::uint64_t>(count) >
      variable.matrix.dataSize / static_cast<std::uint64_t>(size))
    throw file.errorAt(variable.offset,
                       "the variable '" + variable.matrix.name +
                           "' has too few values for its shape " + toText(array.shape),
                       kRemedy);
  if (variable.compressed) return placeInMemory(array, unpacked(file, variable, count * size));
  const std::int64_t offset =
      (variable.data.data() - file.bytes().data()) + variable.matrix.dataOffset;
  placeInFile(array, file, offset, kRemedy);
}

ByteOrder byteOrder(const FileBytes& file) {
  constexpr std::size_t kMark = 126;
  if (file.has("IM", kMark)) return ByteOrder::Little;
  if (file.has("MI", kMark)) return ByteOrder::Big;
  throw file.errorAt(kMark, "is not a MATLAB level 5 file (its byte order mark is missing)",
                     kRemedy);
}

}  // namespace

StoredArray readMat(const FileBytes& file, const OpenOptions& options) {
  if (file.size() < kFileHeader + kTag)
    throw file.errorAt(file.size(), "the MATLAB header is cut off", kRemedy);
  StoredArray array;
  array.order = byteOrder(file);
  const std::vector<Variable> variables = findVariables(file, array.order);
  for (const Variable& variable : variables) array.arrays.push_back(variable.matrix.name);
  const ArrayChoice choice = chooseArray(file, named(array.arrays), options.array, "mat");
  array.array = array.arrays[choice.index];
  array.says.quantity = array.array;
  apply(choice, array.says);
  const Variable& chosen =
      *std::find_if(variables.begin(), variables.end(),
                    [&](const Variable& variable) { return variable.matrix.name == array.array; });
  array.format = "MATLAB level 5";
  array.shape = chosen.matrix.shape;
  array.type = chosen.matrix.type;
  place(file, chosen, array);
  return array;
}

}  // namespace isochron
