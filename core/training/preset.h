// SPDX-License-Identifier: GPL-3.0-or-later
// Presets: settings under a name, built upon one another.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training/archive.h"

namespace isochron {

/// A preset is a JSON file NAME.json:
/// {"title": "...", "parent": "NAME" (may be left out), "STAGE": {settings}, ...}. Settings of the
/// parent hold where it gives none of its own.

/// The names of all presets in the folder, sorted.
std::vector<std::string> presetNames(const std::filesystem::path& folder);

/// One sentence on the preset; empty where it has none. Throws Error as presetSettings() does.
std::string presetTitle(const std::filesystem::path& folder, const std::string& name);

/// The settings of one stage. Throws Error for an unknown preset (with the names that there are),
/// bad JSON, a ring of parents, or a preset without that stage.
Json presetSettings(const std::filesystem::path& folder, const std::string& name,
                    const std::string& stage);

/// Applies "key=value" to the settings: the value as JSON where it is that, else as text. Throws
/// Error without a key or "=".
void applySetting(Json& settings, const std::string& assignment);

}  // namespace isochron
