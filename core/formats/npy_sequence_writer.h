// SPDX-License-Identifier: GPL-3.0-or-later
// NpySequenceWriter: many arrays of one shape into one npy file, one after the other.
#pragma once

#include <cstdint>
#include <filesystem>

#include "field/field.h"
#include "formats/npy_statement.h"
#include "formats/output_file.h"

namespace isochron {

enum class NpyNumber { Float32, Float64 };

/// NumPy npy 1.0, little-endian float64 or float32, C order, (count, nz, nx). Holds one array at a
/// time, so that sets larger than the memory can be written. The file appears with finish().
class NpySequenceWriter {
 public:
  /// `statement`: of velocities whose geometry is known, not guessed. Throws Error where the file
  /// cannot be made.
  NpySequenceWriter(const std::filesystem::path& path, std::int64_t count, int nz, int nx,
                    NpyNumber number = NpyNumber::Float64,
                    const std::optional<NpyStatement>& statement = {});

  /// The next array, shape (nz, nx). Throws Error where the shape differs or the disk is full.
  void append(const Array& values);
  /// After `count` arrays.
  void finish();

 private:
  OutputFile file_;
  std::int64_t remaining_;
  int nz_;
  int nx_;
  NpyNumber number_;
};

}  // namespace isochron
