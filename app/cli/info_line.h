// SPDX-License-Identifier: GPL-3.0-or-later
// One line of what isochron-cli info tells.
#pragma once

#include <string_view>

namespace isochron::cli {

/// "grid        128 x 64 nodes", on standard output.
void printLine(std::string_view what, std::string_view text);

}  // namespace isochron::cli
