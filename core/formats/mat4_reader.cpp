// SPDX-License-Identifier: GPL-3.0-or-later
// Reads MATLAB files of level 4, which Octave (save -v4) and SciPy write too: matrices one after
// the other, each behind five integers and its name (MAT-file format, chapter 2).
#include <algorithm>

#include "formats/beside.h"
#include "formats/quantity.h"
#include "formats/readers.h"
#include "formats/scalar.h"

namespace isochron {
namespace {

constexpr std::int64_t kHeader = 20;

struct Matrix {
  std::string name;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  ScalarType type = ScalarType::Float64;
  ByteOrder order = ByteOrder::Little;
  bool complex = false;
  bool full = true;         // neither text nor sparse
  std::int64_t dataAt = 0;  // byte of the first number
  std::int64_t nextAt = 0;  // of the next matrix
};

std::optional<ScalarType> typeOf(std::int64_t digit) {
  constexpr ScalarType kTypes[] = {ScalarType::Float64, ScalarType::Float32, ScalarType::Int32,
                                   ScalarType::Int16,   ScalarType::UInt16,  ScalarType::UInt8};
  if (digit < 0 || digit > 5) return std::nullopt;
  return kTypes[digit];
}

/// The matrix whose header starts at `at`; empty where there is none or the file ends within it.
std::optional<Matrix> matrixAt(const FileBytes& file, std::int64_t at) {
  if (file.size() - at < kHeader) return std::nullopt;
  const std::byte* bytes = file.bytes().data() + at;
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    const auto field = [&](std::int64_t i) {
      return static_cast<std::int32_t>(
          static_cast<std::uint32_t>(loadUnsigned(bytes + 4 * i, 4, order)));
    };
    const std::int64_t mark = field(0), rows = field(1), columns = field(2), imaginary = field(3),
                       nameLength = field(4);
    // Thousands: 0 little, 1 big; hundreds are 0; tens the number type; ones the kind of matrix.
    const std::int64_t machine = order == ByteOrder::Little ? 0 : 1;
    const auto type = typeOf(mark / 10 % 10);
    if (mark < 0 || mark / 1000 != machine || mark / 100 % 10 != 0 || !type || mark % 10 > 2)
      continue;
    if (rows < 0 || columns < 0 || (imaginary != 0 && imaginary != 1) || nameLength < 1 ||
        nameLength > 256 || nameLength > file.size() - at - kHeader)
      continue;
    Matrix matrix{"",    rows,           columns,        *type,
                  order, imaginary == 1, mark % 10 == 0, at + kHeader + nameLength,
                  0};
    const std::string_view name =
        file.text(static_cast<std::size_t>(at + kHeader), static_cast<std::size_t>(nameLength - 1));
    const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
    });
    std::int64_t values = 0;
    if (!plain || __builtin_mul_overflow(rows, columns * (1 + imaginary), &values) ||
        values > (file.size() - matrix.dataAt) / sizeOf(*type))
      continue;
    matrix.name = name;
    matrix.nextAt = matrix.dataAt + values * sizeOf(*type);
    return matrix;
  }
  return std::nullopt;
}

StoredArray describe(const Matrix& matrix) {
  StoredArray array;
  array.shape = {matrix.rows, matrix.columns};
  array.type = matrix.type;
  array.order = matrix.order;
  array.fortranOrder = true;
  return array;
}

}  // namespace

bool looksLikeMat4(const FileBytes& file) {
  std::int64_t at = 0;
  while (at < file.size()) {
    const auto matrix = matrixAt(file, at);
    if (!matrix) return false;
    at = matrix->nextAt;
  }
  return true;
}

StoredArray readMat4(const FileBytes& file, const OpenOptions& options) {
  const std::string remedy = "copy the file again";
  std::vector<Matrix> all, models;
  std::vector<std::string> names;
  for (std::int64_t at = 0; at < file.size();) {
    const auto matrix = matrixAt(file, at);
    if (!matrix) throw file.errorAt(at, "there is no MATLAB level 4 matrix", remedy);
    at = matrix->nextAt;
    if (matrix->complex || !matrix->full) continue;
    all.push_back(*matrix);
    if (matrix->rows < 2 || matrix->columns < 2) continue;
    models.push_back(*matrix);
    names.push_back(matrix->name);
  }
  const ArrayChoice choice = chooseArray(file, named(names), options.array, "mat");
  const Matrix& chosen = models[choice.index];
  StoredArray array = describe(chosen);
  array.arrays = names;
  array.array = chosen.name;
  array.format = "MATLAB level 4";
  array.says.quantity = chosen.name;
  stateMatlabRows(array);
  apply(choice, array.says);
  for (const Matrix& other : all)
    if (other.name != chosen.name)
      stateBeside(
          describe(other), other.name, "", array.shape,
          [&](StoredArray& beside) { placeInFile(beside, file, other.dataAt, remedy); },
          array.says);
  placeInFile(array, file, chosen.dataAt, remedy);
  return array;
}

}  // namespace isochron
