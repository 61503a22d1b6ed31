// SPDX-License-Identifier: GPL-3.0-or-later
// Dense attributes: where HDF5 keeps more than eight of one object, as NetCDF-4 files often have.
#pragma once

#include <functional>

#include "formats/hdf5_bytes.h"

namespace isochron {

/// Visits the messages of attributes that lie outside of the object's header, as its attribute info
/// message `info` says, until `visit` returns false: a version 2 B-tree of their places in a
/// fractal heap (HDF5 file format specification 2.0, sections III.A.2, III.G and IV.A.2.v).
/// Compressed heaps, and attributes of over 64 KiB, are passed over.
void visitDenseAttributes(const Hdf5Bytes& file, Bytes info,
                          const std::function<bool(Bytes attribute)>& visit);

}  // namespace isochron
