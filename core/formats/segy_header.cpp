// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/segy_header.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "formats/scalar.h"
#include "formats/segy_text.h"

namespace isochron {
namespace {

// Offsets from the start of the file (SEG-Y rev 2.1, table 2; the standard counts from 1).
constexpr std::int64_t kInterval = 3216;
constexpr std::int64_t kSamples = 3220;
constexpr std::int64_t kFormat = 3224;
constexpr std::int64_t kMeasure = 3254;
constexpr std::int64_t kLongSamples = 3268;
constexpr std::int64_t kLongInterval = 3272;
constexpr std::int64_t kOrderMark = 3296;
constexpr std::int64_t kRevision = 3500;
constexpr std::int64_t kExtendedHeaders = 3504;
constexpr std::int64_t kMoreTraceHeaders = 3506;
constexpr std::int64_t kFirstTrace = 3520;
constexpr std::int64_t kTrailers = 3528;
// Offsets in a trace header.
constexpr std::int64_t kTraceSamples = 114;
constexpr std::int64_t kTraceInterval = 116;
constexpr std::int64_t kTraceHeaderName = 232;  // "SEG00001" in the first extension

const std::string kRemedy = "copy the file again, or save it anew from the program that made it";

std::int64_t field(const FileBytes& file, std::int64_t offset, int size, ByteOrder order) {
  return static_cast<std::int64_t>(loadUnsigned(file.bytes().data() + offset, size, order));
}

std::int64_t signed16(const FileBytes& file, std::int64_t offset, ByteOrder order) {
  return static_cast<std::int16_t>(static_cast<std::uint16_t>(field(file, offset, 2, order)));
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

/// As revision 2 marks it, or else the order in which the format code is one of the standard's.
std::optional<ByteOrder> byteOrder(const FileBytes& file) {
  constexpr std::int64_t kMark = 0x01020304;
  for (const ByteOrder order : {ByteOrder::Big, ByteOrder::Little})
    if (field(file, kOrderMark, 4, order) == kMark) return order;
  for (const ByteOrder order : {ByteOrder::Big, ByteOrder::Little}) {
    const std::int64_t code = field(file, kFormat, 2, order);
    if (code >= 1 && code <= 16) return order;
  }
  return std::nullopt;
}

/// One of the places that say how long a trace is, or where the traces begin.
struct Claim {
  std::int64_t value = 0;
  std::string place;  // "the file's header"
};

void addClaim(std::vector<Claim>& claims, std::int64_t value, const std::string& place) {
  const bool known = std::any_of(claims.begin(), claims.end(),
                                 [value](const Claim& claim) { return claim.value == value; });
  if (!known) claims.push_back({value, place});
}

/// Where the traces may begin, as the headers say.
std::vector<Claim> saidFirstTraces(const FileBytes& file, const SegyHeader& header) {
  const std::int64_t count = signed16(file, kExtendedHeaders, header.order);
  const auto end = segyTextEnd(file);
  std::vector<Claim> claims;
  if (header.revision >= 1 && count >= 0)
    addClaim(claims, kSegyFileHeader + count * kSegyTextHeader, "the number of text headers");
  if (header.revision >= 1 && end) addClaim(claims, *end, "the last text header");
  if (header.revision >= 2) {
    const std::uint64_t offset = loadUnsigned(file.bytes().data() + kFirstTrace, 8, header.order);
    if (offset < static_cast<std::uint64_t>(file.size()))
      addClaim(claims, static_cast<std::int64_t>(offset), "the offset of the first trace");
  }
  addClaim(claims, kSegyFileHeader, "the fixed headers");
  // Text headers in unknown number, of which the last has no end.
  constexpr std::int64_t kMostTexts = 256;
  if (count < 0)
    for (std::int64_t i = 1; i <= kMostTexts; ++i)
      addClaim(claims, kSegyFileHeader + i * kSegyTextHeader, std::to_string(i) + " text headers");
  return claims;
}

/// Those that are in the file, the likeliest first: what lies before the traces is text.
std::vector<Claim> firstTraces(const FileBytes& file, const SegyHeader& header) {
  std::vector<Claim> claims = saidFirstTraces(file, header);
  std::erase_if(claims, [&](const Claim& claim) {
    return claim.value < kSegyFileHeader || claim.value + kSegyTraceHeader > file.size();
  });
  std::stable_partition(claims.begin(), claims.end(), [&](const Claim& claim) {
    return isSegyText(file, kSegyFileHeader, claim.value);
  });
  return claims;
}

/// Bytes of headers before the samples of a trace that starts at `first`.
std::vector<Claim> traceHeaderBytes(const FileBytes& file, const SegyHeader& header,
                                    std::int64_t first) {
  std::vector<Claim> claims;
  if (header.revision >= 2)
    addClaim(claims, kSegyTraceHeader * (1 + field(file, kMoreTraceHeaders, 4, header.order)),
             "the number of trace header extensions");
  std::int64_t extensions = 0;
  while (file.has("SEG0000", static_cast<std::size_t>(first + (extensions + 1) * kSegyTraceHeader +
                                                      kTraceHeaderName)))
    ++extensions;
  addClaim(claims, kSegyTraceHeader * (1 + extensions), "the names of the trace headers");
  addClaim(claims, kSegyTraceHeader, "one trace header");
  return claims;
}

std::vector<Claim> sampleCounts(const FileBytes& file, const SegyHeader& header,
                                std::int64_t first) {
  std::vector<Claim> claims;
  if (header.revision >= 2)
    addClaim(claims, field(file, kLongSamples, 4, header.order), "the extended header");
  addClaim(claims, field(file, kSamples, 2, header.order), "the file's header");
  addClaim(claims, field(file, first + kTraceSamples, 2, header.order), "the trace headers");
  std::erase_if(claims, [](const Claim& claim) { return claim.value < 1; });
  return claims;
}

/// Bytes behind the last trace that the header accounts for.
std::int64_t trailerBytes(const FileBytes& file, const SegyHeader& header) {
  if (header.revision < 2) return 0;
  const std::int64_t count = field(file, kTrailers, 4, header.order);
  const std::int64_t bytes = count * kSegyTextHeader;
  return bytes < file.size() - kSegyFileHeader ? bytes : 0;
}

/// True where traces of that length fill the file.
bool fills(const FileBytes& file, SegyHeader& header, const Claim& first, const Claim& headers,
           const Claim& samples) {
  const std::int64_t size = sizeOf(header.type);
  if (headers.value > file.size() || samples.value > file.size() / size) return false;
  header.firstTrace = first.value;
  header.traceHeaders = headers.value;
  header.samples = samples.value;
  header.traceBytes = headers.value + samples.value * size;
  const std::int64_t bytes = file.size() - first.value - trailerBytes(file, header);
  header.traces = bytes / header.traceBytes;
  return header.traces > 0 && bytes % header.traceBytes == 0;
}

std::int64_t traceSamples(const FileBytes& file, const SegyHeader& header, std::int64_t trace) {
  return field(file, header.firstTrace + trace * header.traceBytes + kTraceSamples, 2,
               header.order);
}

/// The share of traces, of some hundred, whose headers say the same length as the first: where the
/// traces lie elsewhere, they would be samples.
double agreement(const FileBytes& file, const SegyHeader& header) {
  const std::int64_t step = std::max<std::int64_t>(1, header.traces / 128);
  const std::int64_t said = traceSamples(file, header, 0);
  std::int64_t same = 0, all = 0;
  for (std::int64_t trace = 0; trace < header.traces; trace += step, ++all)
    same += traceSamples(file, header, trace) == said;
  return static_cast<double>(same) / static_cast<double>(all);
}

/// Traces of different lengths, as their own headers say, that fill the file exactly.
void refuseUnequalTraces(const FileBytes& file, const SegyHeader& header) {
  std::int64_t at = header.firstTrace, trace = 0, unequal = -1;
  const std::int64_t first = traceSamples(file, header, 0);
  for (; at + header.traceHeaders <= file.size(); ++trace) {
    const std::int64_t samples = field(file, at + kTraceSamples, 2, header.order);
    if (samples != first && unequal < 0) unequal = trace;
    at += header.traceHeaders + samples * sizeOf(header.type);
  }
  if (at != file.size() || unequal < 0) return;
  throw file.error("trace " + std::to_string(unequal + 1),
                   "is longer or shorter than the first, of " + std::to_string(first) + " samples",
                   "use a file whose traces are equally long");
}

/// Other places that say another number of samples.
void remarkOn(const FileBytes& file, SegyHeader& header, const std::vector<Claim>& samples,
              const Claim& taken) {
  std::string others;
  for (const Claim& claim : samples)
    if (claim.value != taken.value)
      others += (others.empty() ? "" : ", ") + claim.place + " say " + std::to_string(claim.value);
  if (others.empty())
    for (std::int64_t trace = 0; trace < header.traces && others.empty(); ++trace) {
      const std::int64_t said = traceSamples(file, header, trace);
      // Two bytes cannot tell counts above 65535.
      if (said != 0 && said != (header.samples & 0xffff))
        others =
            "the header of trace " + std::to_string(trace + 1) + " says " + std::to_string(said);
    }
  if (others.empty()) return;
  header.remark = std::to_string(taken.value) + " samples a trace, as " + taken.place +
                  " says, because the file's length agrees with it; " + others;
}

[[noreturn]] void refuseLength(const FileBytes& file, SegyHeader header, const Claim& first,
                               const std::vector<Claim>& samples) {
  if (samples.empty())
    throw file.errorAt(kSamples, "no header says how many samples a trace has",
                       "set the number of samples in the binary header");
  header.traceHeaders = traceHeaderBytes(file, header, first.value).front().value;
  const std::int64_t traceBytes = header.traceHeaders + samples.front().value * sizeOf(header.type);
  const std::int64_t traces = (file.size() - first.value) / std::max<std::int64_t>(traceBytes, 1);
  throw file.errorAt(file.size(),
                     "trace " + std::to_string(traces + 1) + " is cut off: it needs " +
                         std::to_string(traceBytes) + " bytes for " +
                         std::to_string(samples.front().value) + " samples, as " +
                         samples.front().place + " says",
                     kRemedy);
}

/// Finds where traces begin and how long they are. What agrees with the file's length is taken;
/// where several do, what puts the trace headers where trace headers are.
void findTraces(const FileBytes& file, SegyHeader& header) {
  SegyHeader best;
  double bestAgreement = -1.0;
  const std::vector<Claim> firsts = firstTraces(file, header);
  for (const Claim& first : firsts) {
    const std::vector<Claim> samples = sampleCounts(file, header, first.value);
    for (const Claim& headers : traceHeaderBytes(file, header, first.value))
      for (const Claim& count : samples) {
        SegyHeader tried = header;
        if (!fills(file, tried, first, headers, count)) continue;
        const double agrees = agreement(file, tried);
        if (agrees <= bestAgreement) continue;
        remarkOn(file, tried, samples, count);
        bestAgreement = agrees;
        best = tried;
      }
  }
  if (bestAgreement < 0) {
    const std::vector<Claim> samples = sampleCounts(file, header, firsts.front().value);
    header.firstTrace = firsts.front().value;
    header.traceHeaders = kSegyTraceHeader;
    refuseUnequalTraces(file, header);
    refuseLength(file, header, firsts.front(), samples);
  }
  header = best;
  if (!header.remark.empty()) refuseUnequalTraces(file, header);
}

void findInterval(const FileBytes& file, SegyHeader& header) {
  if (header.revision >= 2) {
    const auto value =
        std::bit_cast<double>(loadUnsigned(file.bytes().data() + kLongInterval, 8, header.order));
    if (std::isfinite(value) && value > 0 && value < 1e9) header.interval = value;
  }
  if (!(header.interval > 0))
    header.interval = static_cast<double>(field(file, kInterval, 2, header.order));
  if (!(header.interval > 0))
    header.interval =
        static_cast<double>(field(file, header.firstTrace + kTraceInterval, 2, header.order));
}

}  // namespace

bool looksLikeSegy(const FileBytes& file) {
  if (file.size() < kSegyFileHeader + kSegyTraceHeader) return false;
  const auto order = byteOrder(file);
  if (!order || !typeOf(field(file, kFormat, 2, *order))) return false;
  if (!isSegyText(file, 0, kSegyTextHeader)) return false;
  if (!isBlankSegyText(file)) return true;
  try {
    return parseSegyHeader(file).traces > 1;
  } catch (const Error&) {
    return false;
  }
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
  const std::int64_t measure = field(file, kMeasure, 2, header.order);
  header.system = measure == 1   ? LengthSystem::Metres
                  : measure == 2 ? LengthSystem::Feet
                                 : LengthSystem::Unsaid;
  findTraces(file, header);
  if (header.samples < 2)
    throw file.errorAt(kSamples, "the header gives fewer than two samples per trace",
                       "use a section of at least 2 samples a trace");
  findInterval(file, header);
  return header;
}

std::optional<SegyHeader> seismicUnixHeader(const FileBytes& file) {
  if (file.size() < 2 * kSegyTraceHeader) return std::nullopt;
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    SegyHeader header;
    header.order = order;
    header.type = ScalarType::Float32;
    const Claim samples{field(file, kTraceSamples, 2, order), ""};
    if (samples.value < 2 || !fills(file, header, {0, ""}, {kSegyTraceHeader, ""}, samples))
      continue;
    bool alike = true;
    for (std::int64_t trace = 1; trace < header.traces && alike; ++trace)
      alike = traceSamples(file, header, trace) == samples.value &&
              field(file, trace * header.traceBytes + kTraceInterval, 2, order) ==
                  field(file, kTraceInterval, 2, order);
    if (!alike || header.traces < 2) continue;
    header.interval = static_cast<double>(field(file, kTraceInterval, 2, order));
    return header;
  }
  return std::nullopt;
}

}  // namespace isochron
