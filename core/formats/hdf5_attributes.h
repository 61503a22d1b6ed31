// SPDX-License-Identifier: GPL-3.0-or-later
// Hdf5Attributes: what is attached to an object of an HDF5 file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/attributes.h"
#include "formats/file_bytes.h"
#include "formats/hdf5_handles.h"

namespace isochron {

/// Attributes of one object. Texts of variable length lie in the library's global heap, whose
/// reader loops for ever on a damaged one (seen in 1.10.8): those are found and read by us, within
/// the bounds of the file (HDF5 file format specification 2.0, sections III.E, IV.A.1 and
/// IV.A.2.m).
struct Hdf5Attributes : Attributes {
  /// DIMENSION_LABELS of h5py, one for each axis; or empty.
  std::vector<std::string> labels;
  /// DIMENSION_LIST of NetCDF-4 and h5py: for each axis the addresses of the objects that hold its
  /// coordinates; or empty.
  std::vector<std::vector<std::uint64_t>> scales;
};

Hdf5Attributes hdf5Attributes(const FileBytes& file, hid_t object);

}  // namespace isochron
