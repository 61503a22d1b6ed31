// SPDX-License-Identifier: GPL-3.0-or-later
// Reads classic NetCDF files by mapping; NetCDF-4 files are HDF5. Written by hand, so that no
// length in a file is believed before the bytes are there.
#include <algorithm>

#include "formats/coordinate_hints.h"
#include "formats/netcdf_header.h"
#include "formats/readers.h"

namespace isochron {
namespace {

const std::string kRemedy = "copy the file again";

bool canBeModel(const NetcdfVariable& variable) {
  return variable.type && elementCount(variable.shape) &&
         std::count_if(variable.shape.begin(), variable.shape.end(),
                       [](std::int64_t length) { return length > 1; }) >= 2;
}

const NetcdfVariable* find(const std::vector<NetcdfVariable>& variables, const std::string& name) {
  const auto found = std::find_if(variables.begin(), variables.end(),
                                  [&](const auto& variable) { return variable.name == name; });
  return found == variables.end() ? nullptr : &*found;
}

/// Data, owner and strides; throws where the file ends before the last value.
void place(const FileBytes& file, const NetcdfVariable& variable, StoredArray& array) {
  if (variable.recordStride == 0) return placeInFile(array, file, variable.begin, kRemedy);
  const std::vector<std::int64_t> record(variable.shape.begin() + 1, variable.shape.end());
  const std::int64_t bytes = elementCount(record).value_or(1) * sizeOf(array.type);
  const std::int64_t records = variable.shape[0];
  const bool starts = variable.begin >= 0 && variable.begin <= file.size();
  const std::int64_t available = starts ? file.size() - variable.begin - bytes : -1;
  if (available < 0 || bytes > variable.recordStride ||
      records - 1 > available / variable.recordStride)
    throw file.errorAt(file.size(),
                       "the file ends before the " + std::to_string(records) + " records of '" +
                           variable.name + "'",
                       kRemedy);
  array.strides = denseStrides(record, sizeOf(array.type), false);
  array.strides.insert(array.strides.begin(), variable.recordStride);
  array.data = file.bytes().data() + variable.begin;
  array.owner = file.owner();
}

/// The coordinates of an axis stand in the variable of its name.
NamedAxis axisOf(const FileBytes& file, const std::vector<NetcdfVariable>& variables,
                 const NetcdfVariable& of, std::size_t axis) {
  NamedAxis named{of.dimensions[axis], "", {}, of.shape[axis]};
  const NetcdfVariable* coordinates = find(variables, named.name);
  if (coordinates == nullptr || coordinates->shape.size() != 1 || !coordinates->type ||
      coordinates->recordStride != 0 || coordinates->shape[0] != named.length || named.length < 2)
    return named;
  named.units = coordinates->units;
  const std::int64_t size = sizeOf(*coordinates->type);
  if (coordinates->begin < 0 || coordinates->begin > file.size() ||
      named.length > (file.size() - coordinates->begin) / size)
    return named;
  const ScalarDecoder decode = scalarDecoder(*coordinates->type, ByteOrder::Big);
  for (const std::int64_t i : {std::int64_t{0}, std::int64_t{1}, named.length - 1})
    named.coordinates.push_back(decode(file.bytes().data() + coordinates->begin + i * size));
  return named;
}

}  // namespace

StoredArray readNetcdf(const FileBytes& file, const OpenOptions& options) {
  const std::vector<NetcdfVariable> variables = parseNetcdfHeader(file);
  StoredArray array;
  for (const NetcdfVariable& variable : variables)
    if (canBeModel(variable)) array.arrays.push_back(variable.name);
  array.array = chooseArray(file, array.arrays, options.array, "NetCDF");
  const NetcdfVariable& chosen = *find(variables, array.array);
  array.format = "NetCDF classic";
  array.shape = chosen.shape;
  array.type = *chosen.type;
  array.order = ByteOrder::Big;
  place(file, chosen, array);
  const std::size_t rank = chosen.shape.size();
  setCoordinateHints(axisOf(file, variables, chosen, rank - 2),
                     axisOf(file, variables, chosen, rank - 1), array.hints);
  setVelocityUnit(chosen.units, array.hints);
  return array;
}

}  // namespace isochron
