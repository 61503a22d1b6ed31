// SPDX-License-Identifier: GPL-3.0-or-later
// NpyHeader: what stands before the values of a NumPy npy file (NumPy enhancement proposal 1).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/npy_statement.h"
#include "formats/velocity_file.h"

namespace isochron {

struct NpyHeader {
  std::vector<std::int64_t> shape;
  ScalarType type = ScalarType::Float64;
  ByteOrder order = ByteOrder::Little;
  bool fortranOrder = false;
  std::int64_t dataOffset = 0;            // bytes from the start of the file
  std::optional<NpyStatement> statement;  // of files that this program has written
};

inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// Reads the header of versions 1 to 3. Throws Error naming the byte where it is not sound.
NpyHeader parseNpyHeader(const FileBytes& file);

/// All that stands before the values, version 1.0, in C order: `type` as "<f4", `shape` as
/// "3, 20, 24". The values start at a multiple of 64 bytes.
std::string npyHeaderBytes(const std::string& type, const std::string& shape,
                           const std::optional<NpyStatement>& statement = {});

}  // namespace isochron
