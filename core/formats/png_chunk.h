// SPDX-License-Identifier: GPL-3.0-or-later
// PNG chunks: bytes of ours inside a picture, which other programs pass over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/file_bytes.h"

namespace isochron {

/// Chunks as the PNG specification (ISO/IEC 15948) has them: length (big endian), four letters,
/// bytes, CRC-32 of letters and bytes. Lower-case first letter: may be ignored; second: private;
/// fourth: programs that change the picture may keep it.

/// More is neither put in nor taken out, so that a small picture cannot fill the memory.
constexpr std::int64_t kMostPngChunkBytes = std::int64_t{256} << 20;

/// The picture with one more chunk, compressed by zlib, before its end; one of the same letters is
/// replaced. Throws Error where `png` is no picture of that kind or the bytes are too many.
std::string withPngChunk(std::string_view png, std::string_view letters, std::string_view bytes);

/// True where the picture has a chunk of those letters, however damaged.
bool hasPngChunk(const FileBytes& file, std::string_view letters);

/// What withPngChunk() put in. Throws Error where there is none or where it is damaged.
std::vector<std::byte> pngChunk(const FileBytes& file, std::string_view letters);

}  // namespace isochron
