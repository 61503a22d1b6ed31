// SPDX-License-Identifier: GPL-3.0-or-later
// SEG-Y text headers: blocks of 3200 bytes of ASCII or EBCDIC, the first and the extended ones.
#pragma once

#include <cstdint>
#include <optional>

#include "formats/file_bytes.h"

namespace isochron {

inline constexpr std::int64_t kSegyTextHeader = 3200;  // bytes

/// True where nearly all bytes between two offsets are printable in one of the two codes, or blank.
bool isSegyText(const FileBytes& file, std::int64_t begin, std::int64_t end);

/// True where the first text header says nothing.
bool isBlankSegyText(const FileBytes& file);

/// The byte behind the extended text header that holds the stanza "((SEG: EndText))".
std::optional<std::int64_t> segyTextEnd(const FileBytes& file);

}  // namespace isochron
