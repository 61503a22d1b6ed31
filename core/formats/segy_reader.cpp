// SPDX-License-Identifier: GPL-3.0-or-later
// Reads SEG-Y and Seismic Unix files by mapping: traces stay where they are, between their headers.
#include "formats/readers.h"
#include "formats/segy_geometry.h"
#include "formats/segy_header.h"

namespace isochron {
namespace {

/// Many files say IBM and hold IEEE floats. Velocities in the wrong one are far off.
bool holdsIeeeInstead(const FileBytes& file, const SegyHeader& header) {
  if (header.formatCode != 1) return false;
  const auto plausible = [&](ScalarType type) {
    const ScalarDecoder decode = scalarDecoder(type, header.order);
    std::int64_t good = 0;
    const std::byte* samples = file.bytes().data() + header.firstTrace + header.traceHeaders;
    for (std::int64_t i = 0; i < header.samples; ++i) {
      const double v = decode(samples + 4 * i);
      if (v >= 0.3 && v <= 10000) ++good;
    }
    return good;
  };
  return plausible(ScalarType::Float32) == header.samples &&
         2 * plausible(ScalarType::IbmFloat32) < header.samples;
}

void requireTraces(const FileBytes& file, const SegyHeader& header) {
  if (header.traces < 2)
    throw file.error("trace 1", "is the only one",
                     "a velocity model needs at least 2 traces of 2 samples");
}

/// Traces where they lie in the file, by lines where there are several.
StoredArray arrayOf(const FileBytes& file, const SegyHeader& header, std::int64_t line) {
  StoredArray array;
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
    array.says.axes[0].roleReason = "the first axis is the inline number";
  }
  array.data = file.bytes().data() + header.firstTrace + header.traceHeaders;
  array.owner = file.owner();
  AxisStatement& depth = array.says.axes.back();
  depth.role = AxisRole::Depth;
  depth.upward = false;
  array.says.shapeReason = header.remark;
  return array;
}

}  // namespace

StoredArray readSegy(const FileBytes& file, const OpenOptions&) {
  SegyHeader header = parseSegyHeader(file);
  requireTraces(file, header);
  const bool mislabelled = holdsIeeeInstead(file, header);
  if (mislabelled) header.type = ScalarType::Float32;
  const std::int64_t line = tracesPerLine(file, header);
  StoredArray array = arrayOf(file, header, line);
  array.format = "SEG-Y rev " + std::to_string(header.revision) + ", " + toText(header.type) +
                 (mislabelled ? " (the header says IBM)" : "");
  AxisStatement& depth = array.says.axes.back();
  depth.roleReason = "a SEG-Y trace is a column of depths";
  stateTraces(file, header, line, array.says.axes[array.shape.size() - 2], array.says);
  stateSamples(file, header, depth);
  if (header.system == LengthSystem::Feet) {
    array.says.unit = "ft/s";
    array.says.unitPlace = "the measurement system of the file, which is feet";
  }
  return array;
}

StoredArray readSeismicUnix(const FileBytes& file, const OpenOptions&) {
  const auto header = seismicUnixHeader(file);
  if (!header)
    throw file.error("", "is no whole Seismic Unix file of traces that are equally long",
                     "copy it again, or save it as SEG-Y with segywrite");
  requireTraces(file, *header);
  const std::int64_t line = tracesPerLine(file, *header);
  StoredArray array = arrayOf(file, *header, line);
  array.format = "Seismic Unix, " + toText(header->order);
  AxisStatement& depth = array.says.axes.back();
  AxisStatement& lateral = array.says.axes[array.shape.size() - 2];
  depth.roleReason = "a Seismic Unix trace is a column of depths";
  if (!stateSeismicUnixSteps(file, *header, lateral, depth)) stateSamples(file, *header, depth);
  if (!lateral.step) stateTraces(file, *header, line, lateral, array.says);
  return array;
}

}  // namespace isochron
