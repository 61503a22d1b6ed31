// SPDX-License-Identifier: GPL-3.0-or-later
// Resources: the files that come with the program.
#pragma once

#include <filesystem>

namespace isochron::cli {

/// The folder that ISOCHRON_RESOURCES names, or else share/isochron beside the program's own
/// folder: so it is in the build tree, and where it is installed.
std::filesystem::path resources();

}  // namespace isochron::cli
