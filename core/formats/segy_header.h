// SPDX-License-Identifier: GPL-3.0-or-later
// SegyHeader: the shape and number type of a SEG-Y (revisions 0 to 2.1) or Seismic Unix file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "formats/file_bytes.h"
#include "formats/velocity_file.h"

namespace isochron {

/// Sizes in bytes.
inline constexpr std::int64_t kSegyFileHeader = 3600;  // 3200 of text, 400 binary
inline constexpr std::int64_t kSegyTraceHeader = 240;

enum class LengthSystem { Unsaid, Metres, Feet };

struct SegyHeader {
  ByteOrder order = ByteOrder::Big;
  int formatCode = 0;
  ScalarType type = ScalarType::IbmFloat32;
  int revision = 0;
  LengthSystem system = LengthSystem::Unsaid;
  std::int64_t samples = 0;       // per trace
  double interval = 0;            // of the samples, as written; 0 where unknown
  std::int64_t firstTrace = 0;    // byte of the first trace's header
  std::int64_t traceHeaders = 0;  // bytes of headers before the samples of a trace
  std::int64_t traceBytes = 0;    // headers and samples
  std::int64_t traces = 0;
  /// Which of its headers was believed where they disagree, and why; else empty. A clause.
  std::string remark;
};

/// True where the fixed fields look like SEG-Y; never throws.
bool looksLikeSegy(const FileBytes& file);

/// Where headers disagree, the one that agrees with the file's length is taken. Throws Error naming
/// the byte or trace that is not sound.
SegyHeader parseSegyHeader(const FileBytes& file);

/// Seismic Unix: traces of 32-bit floats behind trace headers of 240 bytes, in the byte order of
/// the machine that wrote them, without a file header. Empty where the headers of the traces do not
/// say so, all of them alike.
std::optional<SegyHeader> seismicUnixHeader(const FileBytes& file);

}  // namespace isochron
