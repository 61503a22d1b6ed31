// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as text files hold them, cut off the front of a text one by one.
#pragma once

#include <optional>
#include <string_view>

namespace isochron {

/// Takes a number off the front of `text`, in any locale: "1.5", "+2", "-3e2", "nan", "inf", and
/// Fortran's "1.5D+03". Empty, and `text` untouched, where there is none.
std::optional<double> takeNumber(std::string_view& text);

/// Cuts blanks and line ends off both ends.
std::string_view trimmed(std::string_view text);

/// True where the bytes look like text: no control characters but white space.
bool looksLikeText(std::string_view bytes);

}  // namespace isochron
