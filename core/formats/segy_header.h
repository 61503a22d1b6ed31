// SPDX-License-Identifier: GPL-3.0-or-later
// SegyHeader: the shape and number type of a SEG-Y file (revisions 0 to 2).
#pragma once

#include <cstdint>

#include "formats/file_bytes.h"
#include "formats/velocity_file.h"

namespace isochron {

/// Sizes in bytes.
inline constexpr std::int64_t kSegyFileHeader = 3600;  // 3200 of text, 400 binary
inline constexpr std::int64_t kSegyTraceHeader = 240;

struct SegyHeader {
  ByteOrder order = ByteOrder::Big;
  int formatCode = 0;
  ScalarType type = ScalarType::IbmFloat32;
  int revision = 0;
  std::int64_t samples = 0;     // per trace
  std::int64_t interval = 0;    // of the samples, as written; 0 where unknown
  double metresPerUnit = 1.0;   // 0.3048 where the file measures in feet
  std::int64_t firstTrace = 0;  // byte of the first trace's header
  std::int64_t traceBytes = 0;  // header and samples
  std::int64_t traces = 0;
};

/// True where the fixed fields look like SEG-Y; never throws.
bool looksLikeSegy(const FileBytes& file);

/// Throws Error naming the byte or trace that is not sound.
SegyHeader parseSegyHeader(const FileBytes& file);

}  // namespace isochron
