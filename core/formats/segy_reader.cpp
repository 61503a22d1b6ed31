// SPDX-License-Identifier: GPL-3.0-or-later
// Reads SEG-Y files by mapping: traces stay where they are, between their headers.
#include <cmath>

#include "formats/readers.h"
#include "formats/segy_header.h"

namespace isochron {
namespace {

/// The fields of one trace's header; offsets as in SEG-Y rev 2, table 3, less one.
class TraceHeader {
 public:
  TraceHeader(const FileBytes& file, const SegyHeader& header, std::int64_t trace)
      : bytes_(file.bytes().data() + header.firstTrace + trace * header.traceBytes),
        order_(header.order) {}

  std::int64_t inlineNumber() const { return signed32(188); }
  Point midpoint() const { return {scaled(180), scaled(184)}; }
  Point source() const { return {scaled(72), scaled(76)}; }

 private:
  std::int32_t signed32(std::int64_t offset) const {
    return static_cast<std::int32_t>(
        static_cast<std::uint32_t>(loadUnsigned(bytes_ + offset, 4, order_)));
  }
  /// A coordinate times its scalar: negative ones divide.
  double scaled(std::int64_t offset) const {
    const auto scalar =
        static_cast<std::int16_t>(static_cast<std::uint16_t>(loadUnsigned(bytes_ + 70, 2, order_)));
    const double value = signed32(offset);
    return scalar == 0 ? value : scalar > 0 ? value * scalar : -value / scalar;
  }

  const std::byte* bytes_;
  ByteOrder order_;
};

/// Traces per line of a cube whose lines are equally long and stand in order; else all of them.
std::int64_t tracesPerLine(const FileBytes& file, const SegyHeader& header) {
  const auto line = [&](std::int64_t trace) {
    return TraceHeader(file, header, trace).inlineNumber();
  };
  std::int64_t length = 1;
  while (length < header.traces && line(length) == line(0)) ++length;
  if (length < 2 || header.traces % length != 0) return header.traces;
  for (std::int64_t trace = length; trace < header.traces; ++trace) {
    const bool starts = trace % length == 0;
    if ((line(trace) == line(trace - 1)) == starts) return header.traces;
  }
  return length;
}

void findSpacing(const FileBytes& file, const SegyHeader& header, AxisStatement& lateral,
                 AxisStatement& depth) {
  const TraceHeader first(file, header, 0), second(file, header, 1);
  double metres = distance(first.midpoint(), second.midpoint()) * header.metresPerUnit;
  if (!(metres > 0)) metres = distance(first.source(), second.source()) * header.metresPerUnit;
  lateral.unit = depth.unit = "km";
  if (metres > 0.05 && metres < 1000) {
    lateral.step = metres / 1000;
    lateral.place = "the trace coordinates";
  }
  if (header.interval <= 0) return;
  // The field is meant for microseconds; depth sections carry millimetres, a few metres.
  constexpr std::int64_t kMetresBelow = 200;
  const bool wholeMetres = header.interval < kMetresBelow;
  depth.step =
      static_cast<double>(header.interval) * header.metresPerUnit / (wholeMetres ? 1e3 : 1e6);
  depth.place = "the sample interval of " + std::to_string(header.interval) + " taken as " +
                (wholeMetres ? "metres" : "thousandths of a metre") +
                (header.metresPerUnit != 1.0 ? " in feet" : "");
}

/// Many files say IBM and hold IEEE floats. Velocities in the wrong one are far off.
bool holdsIeeeInstead(const FileBytes& file, const SegyHeader& header) {
  if (header.formatCode != 1) return false;
  const auto plausible = [&](ScalarType type) {
    const ScalarDecoder decode = scalarDecoder(type, header.order);
    std::int64_t good = 0;
    const std::byte* samples = file.bytes().data() + header.firstTrace + kSegyTraceHeader;
    for (std::int64_t i = 0; i < header.samples; ++i) {
      const double v = decode(samples + 4 * i);
      if (v >= 0.3 && v <= 10000) ++good;
    }
    return good;
  };
  return plausible(ScalarType::Float32) == header.samples &&
         2 * plausible(ScalarType::IbmFloat32) < header.samples;
}

std::string formatText(const SegyHeader& header, bool mislabelled) {
  return "SEG-Y rev " + std::to_string(header.revision) + ", " + toText(header.type) +
         (mislabelled ? " (the header says IBM)" : "");
}

}  // namespace

StoredArray readSegy(const FileBytes& file, const OpenOptions&) {
  SegyHeader header = parseSegyHeader(file);
  if (header.traces < 2)
    throw file.error("trace 1", "is the only one",
                     "a velocity model needs at least 2 traces of 2 samples");
  const bool mislabelled = holdsIeeeInstead(file, header);
  if (mislabelled) header.type = ScalarType::Float32;
  const std::int64_t line = tracesPerLine(file, header);

  StoredArray array;
  array.format = formatText(header, mislabelled);
  array.type = header.type;
  array.order = header.order;
  array.shape = {line, header.samples};
  array.strides = {header.traceBytes, sizeOf(header.type)};
  if (line < header.traces) {
    array.shape.insert(array.shape.begin(), header.traces / line);
    array.strides.insert(array.strides.begin(), line * header.traceBytes);
  }
  array.says.axes.resize(array.shape.size());
  if (line < header.traces) {
    array.says.axes[0].role = AxisRole::Models;
    array.says.axes[0].roleReason = "is the inline number";
  }
  array.data = file.bytes().data() + header.firstTrace + kSegyTraceHeader;
  array.owner = file.owner();
  AxisStatement& depth = array.says.axes.back();
  depth.role = AxisRole::Depth;
  depth.roleReason = "a SEG-Y trace is a column of depths";
  depth.upward = false;
  findSpacing(file, header, array.says.axes[array.shape.size() - 2], depth);
  return array;
}

}  // namespace isochron
