// SPDX-License-Identifier: GPL-3.0-or-later
// Fuzzer: any bytes, opened as a velocity file, give models or an Error and nothing else.
#include <cstring>
#include <vector>

#include "field/error.h"
#include "formats/velocity_file.h"

namespace isochron {
namespace {

void openAndRead(std::vector<std::byte> bytes, const OpenOptions& options) {
  try {
    const VelocityFile file = VelocityFile::openBytes(ISOCHRON_FUZZ_FILE, bytes, options);
    ImportLayout layout = file.guess().layout;
    file.read(layout, file.modelCount() - 1);
    layout.axes = layout.axes == AxisOrder::XFast ? AxisOrder::ZFast : AxisOrder::XFast;
    file.read(layout, 0);
    layout.modelAxis = 2;  // possible for three axes alone
    file.read(layout, 0);
  } catch (const Error&) {
    // The one expected failure.
  }
}

/// The first bytes as a shape that somebody might give.
OpenOptions shapeFrom(const std::vector<std::byte>& bytes) {
  RawShape raw;
  std::int64_t lengths[3] = {};
  std::memcpy(lengths, bytes.data(), sizeof lengths);
  raw.shape.assign(lengths, lengths + 3);
  raw.headerBytes = std::to_integer<std::int64_t>(bytes[24]);
  raw.type = static_cast<ScalarType>(std::to_integer<int>(bytes[25]) % 12);
  raw.order = std::to_integer<int>(bytes[26]) % 2 == 0 ? ByteOrder::Little : ByteOrder::Big;
  OpenOptions options;
  options.raw = raw;
  return options;
}

}  // namespace
}  // namespace isochron

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  std::vector<std::byte> bytes(first, first + size);
  isochron::openAndRead(bytes, {});
  constexpr std::size_t kShapeBytes = 27;
  if (bytes.size() > kShapeBytes) isochron::openAndRead(bytes, isochron::shapeFrom(bytes));
  return 0;
}
