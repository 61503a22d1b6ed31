// SPDX-License-Identifier: GPL-3.0-or-later
// Samples that state something: files with attributes, coordinates and numbers beside the array,
// written by the formats' own libraries.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "data_samples.h"

namespace isochron::tests {

using Texts = std::map<std::string, std::string>;
using Numbers = std::map<std::string, double>;

/// An array of two axes, or a row where it has one line, with its attributes.
struct StatedArray {
  std::string name;
  Array values;
  Texts texts = {};
  Numbers numbers = {};
  bool asShorts = false;                                 // stored as int16
  std::map<std::string, std::vector<double>> rows = {};  // attributes of several numbers
};

/// A NetCDF file: each array over the axes `first` and `second`, whose coordinates are rows.
ByteVector netcdfStating(const StatedArray& first, const StatedArray& second,
                         const std::vector<StatedArray>& arrays, bool netcdf4,
                         bool compressed = false);

/// An HDF5 file; texts of variable length, as h5py writes them. More than eight attributes are kept
/// outside of the array's header.
ByteVector hdf5Stating(const std::vector<StatedArray>& arrays);
/// A chunked data set "v" of which only the first chunk was written, with a fill value.
ByteVector hdf5Filled(const Array& values, double fill);
/// A data set "v" of complex numbers, as h5py writes them.
ByteVector hdf5Complex(const Array& values);

enum class MatStatement { Level4, Level5, Level5Compressed, Version73 };
/// Arrays of one line and one column are numbers.
ByteVector matStating(const std::vector<StatedArray>& arrays, MatStatement kind);
/// One structure "model" with the arrays as its fields.
ByteVector matStructure(const std::vector<StatedArray>& fields, bool compressed);
/// A complex matrix "vp".
ByteVector matComplex(const Array& values);

/// A row of evenly spaced numbers.
Array evenRow(double first, double step, int count);
/// A single number.
StatedArray stated(const std::string& name, double value);

}  // namespace isochron::tests
