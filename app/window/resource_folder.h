// SPDX-License-Identifier: GPL-3.0-or-later
// Where what ships with the program lies: presets, lessons, trained models.
#pragma once

#include <filesystem>

namespace isochron {

/// The folder that ISOCHRON_RESOURCES names, or else share/isochron beside the program's own
/// folder, in the build tree or where it is installed.
std::filesystem::path resourceFolder();

}  // namespace isochron
