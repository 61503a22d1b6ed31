// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/segy_header.h"

#include <optional>

#include "formats/scalar.h"

namespace isochron {
namespace {

// Offsets from the start of the file (SEG-Y rev 2, table 2; the standard counts from 1).
constexpr std::int64_t kInterval = 3216;
constexpr std::int64_t kSamples = 3220;
constexpr std::int64_t kFormat = 3224;
constexpr std::int64_t kMeasure = 3254;
constexpr std::int64_t kLongSamples = 3268;
constexpr std::int64_t kRevision = 3500;
constexpr std::int64_t kExtendedHeaders = 3504;
constexpr std::int64_t kTextHeader = 3200;
// Offset in a trace header.
constexpr std::int64_t kTraceSamples = 114;

const std::string kRemedy = "copy the file again, or give it as raw binary with its shape";

std::int64_t field(const FileBytes& file, std::int64_t offset, int size, ByteOrder order) {
  return static_cast<std::int64_t>(loadUnsigned(file.bytes().data() + offset, size, order));
}

std::optional<ScalarType> typeOf(std::int64_t formatCode) {
  switch (formatCode) {
    case 1:
      return ScalarType::IbmFloat32;
    case 2:
      return ScalarType::Int32;
    case 3:
      return ScalarType::Int16;
    case 5:
      return ScalarType::Float32;
    case 6:
      return ScalarType::Float64;
    case 8:
      return ScalarType::Int8;
    case 9:
      return ScalarType::Int64;
    case 10:
      return ScalarType::UInt32;
    case 11:
      return ScalarType::UInt16;
    case 12:
      return ScalarType::UInt64;
    case 16:
      return ScalarType::UInt8;
    default:
      return std::nullopt;
  }
}

/// The order in which the format code is one of the standard's.
std::optional<ByteOrder> byteOrder(const FileBytes& file) {
  for (const ByteOrder order : {ByteOrder::Big, ByteOrder::Little}) {
    const std::int64_t code = field(file, kFormat, 2, order);
    if (code >= 1 && code <= 16) return order;
  }
  return std::nullopt;
}

std::int64_t samplesPerTrace(const FileBytes& file, const SegyHeader& header) {
  if (header.revision >= 2) {
    const std::int64_t longCount = field(file, kLongSamples, 4, header.order);
    if (longCount > 0) return longCount;
  }
  const std::int64_t samples = field(file, kSamples, 2, header.order);
  if (samples > 0) return samples;
  return field(file, header.firstTrace + kTraceSamples, 2, header.order);
}

/// Every trace that tells its length must tell the same.
void checkTraces(const FileBytes& file, const SegyHeader& header) {
  for (std::int64_t trace = 0; trace < header.traces; ++trace) {
    const std::int64_t at = header.firstTrace + trace * header.traceBytes + kTraceSamples;
    const std::int64_t samples = field(file, at, 2, header.order);
    // Two bytes cannot tell counts above 65535.
    if (samples == 0 || samples == (header.samples & 0xffff)) continue;
    throw file.errorAt(at,
                       "trace " + std::to_string(trace + 1) + " has " + std::to_string(samples) +
                           " samples where the file's header says " +
                           std::to_string(header.samples),
                       "use a file whose traces are equally long");
  }
}

void countTraces(const FileBytes& file, SegyHeader& header) {
  header.traceBytes = kSegyTraceHeader + header.samples * sizeOf(header.type);
  const std::int64_t bytes = file.size() - header.firstTrace;
  header.traces = bytes / header.traceBytes;
  if (bytes % header.traceBytes != 0)
    throw file.errorAt(file.size(),
                       "trace " + std::to_string(header.traces + 1) + " is cut off: it needs " +
                           std::to_string(header.traceBytes) + " bytes for " +
                           std::to_string(header.samples) + " samples",
                       kRemedy);
}

}  // namespace

bool looksLikeSegy(const FileBytes& file) {
  if (file.size() < kSegyFileHeader + kSegyTraceHeader) return false;
  const auto first = std::to_integer<unsigned char>(file.bytes()[0]);
  constexpr unsigned char kEbcdicC = 0xC3;
  const auto order = byteOrder(file);
  return (first == 'C' || first == kEbcdicC) && order &&
         typeOf(field(file, kFormat, 2, *order)).has_value();
}

SegyHeader parseSegyHeader(const FileBytes& file) {
  if (file.size() < kSegyFileHeader + kSegyTraceHeader)
    throw file.errorAt(file.size(), "the SEG-Y headers are cut off (3600 bytes and a trace needed)",
                       kRemedy);
  const auto order = byteOrder(file);
  SegyHeader header;
  header.order = order.value_or(ByteOrder::Big);
  header.formatCode = static_cast<int>(field(file, kFormat, 2, header.order));
  const auto type = typeOf(header.formatCode);
  if (!type)
    throw file.errorAt(kFormat,
                       "the sample format code " + std::to_string(header.formatCode) +
                           " is not one that can be read",
                       "save the file with IBM or IEEE floats (codes 1 or 5)");
  header.type = *type;
  header.revision = static_cast<int>(field(file, kRevision, 1, header.order));
  header.interval = field(file, kInterval, 2, header.order);
  constexpr int kFeet = 2;
  if (field(file, kMeasure, 2, header.order) == kFeet) header.metresPerUnit = 0.3048;
  const std::int64_t extended =
      header.revision >= 1 ? field(file, kExtendedHeaders, 2, header.order) : 0;
  header.firstTrace = kSegyFileHeader + extended * kTextHeader;
  if (header.firstTrace + kSegyTraceHeader > file.size())
    throw file.errorAt(kExtendedHeaders,
                       "the header claims " + std::to_string(extended) +
                           " further text headers, which leave no room for a trace",
                       "remove the extended text headers, or set their number to 0");
  header.samples = samplesPerTrace(file, header);
  if (header.samples < 2)
    throw file.errorAt(kSamples, "the header gives fewer than two samples per trace",
                       "set the number of samples in the binary header");
  countTraces(file, header);
  checkTraces(file, header);
  return header;
}

}  // namespace isochron
