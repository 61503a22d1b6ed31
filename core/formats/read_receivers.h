// SPDX-License-Identifier: GPL-3.0-or-later
// readReceivers: positions from a text file.
#pragma once

#include <filesystem>
#include <vector>

#include "field/grid.h"

namespace isochron {

/// A line per receiver, x and z in km, parted by comma, semicolon, tab or blanks; more columns
/// are ignored, as are empty lines, lines that start with '#', and one header line. Reads what
/// writeReceivers wrote. Throws Error with file and line.
std::vector<Point> readReceivers(const std::filesystem::path& path);

}  // namespace isochron
