// SPDX-License-Identifier: GPL-3.0-or-later
// What is in the file of a latentPINN, in a dozen lines.
#pragma once

#include <nlohmann/json.hpp>

namespace isochron::cli {

/// On standard output, from what describeModelFile() gives for a file of the kind "latentpinn".
/// Throws Error where something is missing in it.
void printLatentPinnFile(const nlohmann::ordered_json& description);

}  // namespace isochron::cli
