// SPDX-License-Identifier: GPL-3.0-or-later
// Beside: numbers that stand in a file next to the array in use, as statements.
#pragma once

#include <functional>
#include <string>

#include "formats/stored_array.h"

namespace isochron {

/// Adds a small array of a file to what stands beside the one in use: a single number or a row as
/// it is; an array of the same shape that numpy.meshgrid has made of a row of coordinates as that
/// row. Others are left out, and those that `place` throws Error for. `array` has a shape and a
/// type; `place` sets its data.
void stateBeside(StoredArray array, const std::string& name, const std::string& unit,
                 const std::vector<std::int64_t>& shapeInUse,
                 const std::function<void(StoredArray&)>& place, FileStatements& says);

/// MATLAB keeps the columns of a matrix together; its rows are depths, as a habit of its users.
void stateMatlabRows(StoredArray& array);

/// More than one axis longer than one.
bool hasPlane(const std::vector<std::int64_t>& shape);

}  // namespace isochron
