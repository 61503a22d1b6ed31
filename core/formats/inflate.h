// SPDX-License-Identifier: GPL-3.0-or-later
// Inflate: zlib streams, decompressed up to a limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "formats/file_bytes.h"

namespace isochron {

/// The first `limit` bytes of a zlib stream, or all where it is shorter. Memory grows with what
/// comes out, not with what is promised. Empty where the stream is damaged before that. Throws
/// Cancelled once `stop` is raised.
std::optional<std::vector<std::byte>> inflated(Bytes stream, std::int64_t limit,
                                               const std::stop_token& stop = {});

}  // namespace isochron
