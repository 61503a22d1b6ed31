// SPDX-License-Identifier: GPL-3.0-or-later
// SEG-Y text headers: blocks of 3200 bytes of ASCII or EBCDIC, the first and the extended ones.
#pragma once

#include <cstdint>
#include <optional>

#include "formats/file_bytes.h"

namespace isochron {

inline constexpr std::int64_t kSegyTextHeader = 3200;  // bytes

/// True where the file begins with a text header: nearly all bytes are printable in one of the two
/// codes, or blank.
bool startsWithSegyText(const FileBytes& file);

/// The same for the bytes between two offsets, all of which may be blank or none.
bool isSegyText(const FileBytes& file, std::int64_t begin, std::int64_t end);

/// The byte behind the extended text header that holds the stanza "((SEG: EndText))".
std::optional<std::int64_t> segyTextEnd(const FileBytes& file);

}  // namespace isochron
