// SPDX-License-Identifier: GPL-3.0-or-later
// NonLinLoc grids: told by the header's line of text, or by such a header beside the numbers.
#pragma once

#include "formats/file_bytes.h"

namespace isochron {

/// True for a header, and for numbers (.buf) with their header (.hdr) beside them.
bool looksLikeNonLinLoc(const FileBytes& file);

}  // namespace isochron
