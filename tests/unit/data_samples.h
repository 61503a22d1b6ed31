// SPDX-License-Identifier: GPL-3.0-or-later
// Samples: one velocity model as the bytes of a file of every format.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "field/field.h"
#include "formats/velocity_file.h"

namespace isochron::tests {

using ByteVector = std::vector<std::byte>;

ByteVector toBytes(const std::string& text);
ByteVector joined(const ByteVector& first, const ByteVector& second);

/// km/s, (nz, nx) = (40, 60): grows with depth, with a slow body off the middle, so that no
/// mirrored or transposed copy looks the same.
Array sampleVelocity();

/// The values in row-major order. Integers are rounded.
ByteVector encoded(const Array& values, ScalarType type, ByteOrder order = ByteOrder::Little);

/// Version 1 to 3; `shape` as Python writes it: "(40, 60)".
ByteVector npyFile(const std::string& descr, const std::string& shape, const ByteVector& payload,
                   bool fortranOrder = false, int version = 1);

/// Traces are the columns of `values`; `code` 1 IBM, 3 int16, 5 IEEE. Spacing 12.5 m by 10 m.
ByteVector segyFile(const Array& values, int code, ByteOrder order = ByteOrder::Big);

/// Seismic Unix: float32 traces without a file header; d1 = 10, d2 = 12.5 and f2 = 500 in the trace
/// headers where `steps` is set.
ByteVector seismicUnixFile(const Array& values, ByteOrder order = ByteOrder::Little,
                           bool steps = true);

/// Header and numbers in one file; depth is n1, d1 = 0.01 km, d2 = 0.0125 km.
ByteVector rsfFile(const Array& values, const std::string& dataFormat);

enum class VtiKind {
  Ascii,
  Base64,
  Base64Compressed,
  AppendedRaw,
  AppendedRawCompressed,
  AppendedBase64
};
/// Spacing 12.5 m by 10 m.
ByteVector vtiFile(const Array& values, VtiKind kind);

/// A stored (not compressed by MATLAB) level 5 matrix, written by hand.
ByteVector matBigEndianFile(const Array& values);

/// Comma- or blank-separated lines.
ByteVector textFile(const Array& values, const std::string& separator);

/// A line of x, z and velocity per node under a head; 12.5 m by 10 m.
ByteVector longTableFile(const Array& values);

// Written by the formats' own libraries (data_library_samples.cpp).

ByteVector npzFile(const std::vector<std::pair<std::string, ByteVector>>& entries, bool compressed);
/// Grey levels 0 to 1 with 8 or 16 bits.
ByteVector pngFile(const Array& grey, int bits);
enum class MatKind { Version5, Version5Compressed, Version73 };
/// A variable "vp" behind a text and a scalar.
ByteVector matFile(const Array& values, MatKind kind);
enum class Hdf5Kind { Contiguous, Chunked, Compressed };
/// The data set "/models/vp", float32.
ByteVector hdf5File(const Array& values, Hdf5Kind kind);
/// The variable "vp" in m/s over "depth" (10 m) and "x" (12.5 m); classic or NetCDF-4.
ByteVector netcdfFile(const Array& values, bool netcdf4);
/// A chunked data set of `rows` x `columns` of which nothing is stored.
ByteVector sparseHdf5File(unsigned long long rows, unsigned long long columns);
/// An HDF5 file whose only data set holds text.
ByteVector textHdf5File();
ByteVector zlibCompressed(const ByteVector& bytes);

}  // namespace isochron::tests
