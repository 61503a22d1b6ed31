// SPDX-License-Identifier: GPL-3.0-or-later
// Scalars: one number of any stored type and byte order, decoded to double.
#pragma once

#include <cstddef>
#include <cstdint>

#include "formats/velocity_file.h"

namespace isochron {

/// Bytes per value.
std::int64_t sizeOf(ScalarType type);

/// Decodes the value whose bytes start at `bytes`, aligned or not.
using ScalarDecoder = double (*)(const std::byte* bytes);
ScalarDecoder scalarDecoder(ScalarType type, ByteOrder order);

/// The byte order of this machine.
ByteOrder nativeByteOrder();

/// An unsigned integer of 2, 4 or 8 bytes in the given order, for headers.
std::uint64_t loadUnsigned(const std::byte* bytes, int size, ByteOrder order);

}  // namespace isochron
