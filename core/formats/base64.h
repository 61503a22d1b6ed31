// SPDX-License-Identifier: GPL-3.0-or-later
// Base64 (RFC 4648), as XML files hold binary data.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isochron {

std::string toBase64(std::span<const std::byte> bytes);

/// Decodes one or several parts that follow each other, each ended by '=' where its length asks
/// for it; white space is skipped. Empty for other characters.
std::optional<std::vector<std::byte>> fromBase64(std::string_view text);

}  // namespace isochron
