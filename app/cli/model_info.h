// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a model or checkpoint.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace isochron::cli {

/// For machines; throws Error where the file is damaged or newer than this program.
nlohmann::ordered_json describeModelFile(const std::filesystem::path& path);
/// The same for people, on standard output.
void printModelFile(const nlohmann::ordered_json& description);

}  // namespace isochron::cli
