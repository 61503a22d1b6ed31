// SPDX-License-Identifier: GPL-3.0-or-later
// NetcdfHeader: dimensions and variables of a classic NetCDF file (versions 1, 2 and 5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/attributes.h"
#include "formats/file_bytes.h"
#include "formats/velocity_file.h"

namespace isochron {

struct NetcdfVariable {
  std::string name;
  std::vector<std::string> dimensions;  // names, slowest first
  std::vector<std::int64_t> shape;
  std::optional<ScalarType> type;  // empty for characters
  Attributes attributes;
  std::int64_t begin = 0;         // byte of the first value
  std::int64_t recordStride = 0;  // bytes from record to record; 0 without records
};

struct NetcdfHeader {
  Attributes attributes;  // of the file
  std::vector<NetcdfVariable> variables;
};

/// Throws Error naming the byte where the header is not sound.
NetcdfHeader parseNetcdfHeader(const FileBytes& file);

}  // namespace isochron
