// SPDX-License-Identifier: GPL-3.0-or-later
// Inflate: zlib streams, decompressed up to a limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "formats/file_bytes.h"

namespace isochron {

/// The first `limit` bytes of a zlib stream, or all where it is shorter. Memory grows with what
/// comes out, not with what is promised. Empty where the stream is damaged before that.
std::optional<std::vector<std::byte>> inflated(Bytes stream, std::int64_t limit);

}  // namespace isochron
