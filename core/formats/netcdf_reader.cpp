// SPDX-License-Identifier: GPL-3.0-or-later
// Reads classic NetCDF files by mapping; NetCDF-4 files are HDF5. Written by hand, so that no
// length in a file is believed before the bytes are there.
#include <algorithm>
#include <cmath>

#include "formats/netcdf_header.h"
#include "formats/quantity.h"
#include "formats/readers.h"
#include "formats/scalar.h"

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

/// Classic files have no unsigned integers of their own: an attribute says so.
ScalarType storedType(const NetcdfVariable& variable) {
  const std::string isUnsigned = variable.attributes.text("_Unsigned");
  if (isUnsigned != "true" && isUnsigned != "True") return *variable.type;
  switch (*variable.type) {
    case ScalarType::Int8:
      return ScalarType::UInt8;
    case ScalarType::Int16:
      return ScalarType::UInt16;
    case ScalarType::Int32:
      return ScalarType::UInt32;
    default:
      return *variable.type;
  }
}

/// What attributes say of packed values is written as the signed numbers of the same bits.
void readUnsigned(ScalarType type, FileStatements& says) {
  const double turn = std::ldexp(1.0, 8 * static_cast<int>(sizeOf(type)));
  const auto turned = [turn](double value) { return value < 0 ? value + turn : value; };
  for (double& value : says.missing) value = turned(value);
  if (says.least) says.least = turned(*says.least);
  if (says.greatest) says.greatest = turned(*says.greatest);
}

/// All values of a variable of one axis or of none; empty where the file does not hold them.
std::vector<double> valuesOf(const FileBytes& file, const NetcdfVariable& variable) {
  const std::int64_t length = variable.shape.empty() ? 1 : variable.shape[0];
  if (!variable.type || variable.shape.size() > 1 || length < 1) return {};
  const std::int64_t size = sizeOf(*variable.type);
  const std::int64_t stride = variable.recordStride > 0 ? variable.recordStride : size;
  if (variable.begin < 0 || variable.begin > file.size() - size ||
      length - 1 > (file.size() - size - variable.begin) / stride)
    return {};
  const ScalarDecoder decode = scalarDecoder(*variable.type, ByteOrder::Big);
  std::vector<double> values;
  for (std::int64_t i = 0; i < length; ++i)
    values.push_back(decode(file.bytes().data() + variable.begin + i * stride));
  return values;
}

/// The coordinates of an axis stand in the variable of its name, or in the only other one along it.
const NetcdfVariable* coordinatesOf(const std::vector<NetcdfVariable>& variables,
                                    const std::string& dimension) {
  const NetcdfVariable* found = nullptr;
  int count = 0;
  for (const NetcdfVariable& variable : variables) {
    if (variable.dimensions.size() != 1 || variable.dimensions[0] != dimension || !variable.type)
      continue;
    if (variable.name == dimension) return &variable;
    found = &variable;
    ++count;
  }
  return count == 1 ? found : nullptr;
}

void state(const FileBytes& file, const NetcdfHeader& header, const NetcdfVariable& chosen,
           FileStatements& says) {
  says.quantity = chosen.name;
  stateValues(chosen.attributes, says);
  if (storedType(chosen) != *chosen.type) readUnsigned(*chosen.type, says);
  if (chosen.type == ScalarType::Float32 || chosen.type == ScalarType::Float64)
    says.missing.push_back(kNetcdfDefaultFill);
  for (const std::string& dimension : chosen.dimensions) {
    AxisStatement& axis = says.axes.emplace_back();
    axis.name = dimension;
    const NetcdfVariable* coordinates = coordinatesOf(header.variables, dimension);
    if (coordinates != nullptr)
      stateAxis(coordinates->name, coordinates->attributes, valuesOf(file, *coordinates), axis);
  }
  for (const NetcdfVariable& variable : header.variables)
    if (variable.type && variable.shape.empty())
      says.beside.push_back(
          {variable.name, variable.attributes.text("units"), valuesOf(file, variable)});
  stateBeside(chosen.attributes, says);
  stateBeside(header.attributes, says);
}

}  // namespace

StoredArray readNetcdf(const FileBytes& file, const OpenOptions& options) {
  const NetcdfHeader header = parseNetcdfHeader(file);
  std::vector<ArrayCandidate> candidates;
  StoredArray array;
  for (const NetcdfVariable& variable : header.variables) {
    if (!canBeModel(variable)) continue;
    std::string description = variable.attributes.text("long_name");
    if (description.empty()) description = variable.attributes.text("standard_name");
    candidates.push_back({variable.name, description, variable.attributes.text("units")});
    array.arrays.push_back(variable.name);
  }
  const ArrayChoice choice = chooseArray(file, candidates, options.array, "NetCDF");
  array.array = array.arrays[choice.index];
  const NetcdfVariable& chosen = *find(header.variables, array.array);
  array.format = "NetCDF classic";
  array.shape = chosen.shape;
  array.type = storedType(chosen);
  array.order = ByteOrder::Big;
  state(file, header, chosen, array.says);
  apply(choice, array.says);
  place(file, chosen, array);
  return array;
}

}  // namespace isochron
