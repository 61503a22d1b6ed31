// SPDX-License-Identifier: GPL-3.0-or-later
// VtiData: the numbers of one DataArray of a VTK XML file, however they are encoded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/velocity_file.h"

namespace isochron {

/// How all arrays of the file are encoded.
struct VtiEncoding {
  ByteOrder order = ByteOrder::Little;
  int headerSize = 4;       // bytes of a length: UInt32 or UInt64
  bool compressed = false;  // vtkZLibDataCompressor
};

/// Bytes that hold exactly `count` values of `type`. `stream` is the array's data: lengths first,
/// then the values, or compressed blocks of them. Throws Error where they are damaged, too few,
/// or expand beyond the limit; `place` names the array.
std::vector<std::byte> decodeVtiStream(const FileBytes& file, const std::string& place,
                                       const VtiEncoding& encoding, Bytes stream,
                                       std::int64_t count, ScalarType type);

/// Numbers written as text.
std::vector<double> decodeVtiAscii(const FileBytes& file, const std::string& place,
                                   std::string_view text, std::int64_t count);

}  // namespace isochron
