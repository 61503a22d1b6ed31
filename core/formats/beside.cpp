// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/beside.h"

#include <algorithm>

#include "field/error.h"
#include "formats/quantity.h"
#include "formats/scalar.h"

namespace isochron {
namespace {

/// All values of an array in the order of its indices.
std::vector<double> valuesOf(const StoredArray& array) {
  const ScalarDecoder decode = scalarDecoder(array.type, array.order);
  std::vector<double> values;
  std::vector<std::int64_t> at(array.shape.size(), 0);
  for (std::int64_t i = 0; i < elementCount(array.shape).value_or(0); ++i) {
    std::int64_t offset = 0;
    for (std::size_t axis = 0; axis < at.size(); ++axis) offset += at[axis] * array.strides[axis];
    values.push_back(decode(array.data + offset));
    for (std::size_t axis = at.size(); axis-- > 0;) {
      if (++at[axis] < array.shape[axis]) break;
      at[axis] = 0;
    }
  }
  return values;
}

/// The row that an array of two axes repeats along one of them; empty where it does not.
std::vector<double> repeatedRow(const std::vector<double>& values, std::int64_t rows,
                                std::int64_t columns) {
  const auto at = [&](std::int64_t i, std::int64_t j) {
    return values[static_cast<std::size_t>(i * columns + j)];
  };
  bool alongRows = true, alongColumns = true;  // varies along this index alone
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t j = 0; j < columns; ++j) {
      alongRows = alongRows && at(i, j) == at(i, 0);
      alongColumns = alongColumns && at(i, j) == at(0, j);
    }
  std::vector<double> row;
  if (alongRows == alongColumns) return row;
  for (std::int64_t k = 0; k < (alongRows ? rows : columns); ++k)
    row.push_back(alongRows ? at(k, 0) : at(0, k));
  return row;
}

}  // namespace

void stateMatlabRows(StoredArray& array) {
  array.fortranOrder = true;
  if (array.shape.size() != 2) return;
  array.says.axes.resize(2);
  AxisStatement& rows = array.says.axes[0];
  if (rows.role != AxisRole::Unknown) return;
  rows.role = AxisRole::Depth;
  rows.roleReason = "the rows of a MATLAB matrix mostly are depths";
  rows.habit = true;
}

bool hasPlane(const std::vector<std::int64_t>& shape) {
  return std::count_if(shape.begin(), shape.end(),
                       [](std::int64_t length) { return length > 1; }) >= 2;
}

void stateBeside(StoredArray array, const std::string& name, const std::string& unit,
                 const std::vector<std::int64_t>& shapeInUse,
                 const std::function<void(StoredArray&)>& place, FileStatements& says) {
  constexpr std::int64_t kMost = std::int64_t{1} << 22;
  const bool plane = hasPlane(array.shape);
  const bool mesh = plane && array.shape.size() == 2 && array.shape == shapeInUse &&
                    quantityNamed(name) == Quantity::Coordinate;
  if ((plane && !mesh) || elementCount(array.shape).value_or(kMost + 1) > kMost) return;
  try {
    place(array);
  } catch (const Error&) {
    return;
  }
  std::vector<double> values = valuesOf(array);
  if (mesh) values = repeatedRow(values, array.shape[0], array.shape[1]);
  if (!values.empty()) says.beside.push_back({name, unit, std::move(values)});
}

}  // namespace isochron
