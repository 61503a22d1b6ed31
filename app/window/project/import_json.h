// SPDX-License-Identifier: GPL-3.0-or-later
// How a file of velocities is read, as JSON in a project.
#pragma once

#include "formats/velocity_file.h"
#include "training/archive.h"

namespace isochron {

Json toJson(const ImportLayout& layout);
Json toJson(const OpenOptions& options);

/// Throw Json::exception where an entry is missing or of another type.
ImportLayout layoutFrom(const Json& json);
OpenOptions optionsFrom(const Json& json);

/// A JSON array of two numbers. Throws Json::exception.
Json toJson(Point p);
Point pointFrom(const Json& json);

}  // namespace isochron
