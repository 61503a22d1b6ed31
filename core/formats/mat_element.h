// SPDX-License-Identifier: GPL-3.0-or-later
// MatElement: the building block of MATLAB level 5 files: a type, a length, data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/velocity_file.h"

namespace isochron {

/// Element types of the format's table 1-1 that matter here.
inline constexpr std::uint32_t kMatMatrix = 14;
inline constexpr std::uint32_t kMatCompressed = 15;

struct MatElement {
  std::uint32_t type = 0;
  std::uint64_t size = 0;  // bytes of data, as the tag says
  Bytes data;              // shorter than `size` where the bytes end before
  std::size_t total = 0;   // bytes up to the next element
};

/// The element at the start of `bytes`; empty where not even its tag is there.
std::optional<MatElement> takeMatElement(Bytes bytes, ByteOrder order);

/// What stands before the values of a matrix.
struct MatMatrix {
  enum class Kind { Numbers, Complex, Sparse, Structure, Cells, Other };
  Kind kind = Kind::Other;
  std::string name;
  std::vector<std::int64_t> shape;        // rows first, as MATLAB says it; columns lie together
  ScalarType type = ScalarType::Float64;  // of the stored numbers
  std::int64_t dataOffset = 0;  // of the numbers or the fields, from the matrix element's data
  std::uint64_t dataSize = 0;   // bytes of numbers, as their tag says
};

/// Reads the front of a matrix element's data; empty where it is damaged.
std::optional<MatMatrix> parseMatMatrix(Bytes data, ByteOrder order);

/// The fields of a structure of one element: each a name, and the data of its matrix element.
struct MatField {
  std::string name;
  Bytes data;
};
std::vector<MatField> parseMatFields(const MatMatrix& structure, Bytes data, ByteOrder order);

}  // namespace isochron
