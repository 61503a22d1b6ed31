// SPDX-License-Identifier: GPL-3.0-or-later
// RecipeJson: the frame that all JSON texts of generators have: a format and a version.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace isochron {

/// What a text says of itself, and the words that refuse another.
struct RecipeFormat {
  const char* name;  // "isochron mixture"
  int version;
  const char* title;    // "mixture"
  const char* plural;   // "mixtures"
  const char* command;  // the kind whose --show-recipe prints one
};

/// An object of that format and version. Throws Error, which calls the text `name`, for anything
/// else, and for text that is no JSON.
nlohmann::ordered_json parseRecipeJson(const std::string& text, const std::string& name,
                                       const RecipeFormat& format);

}  // namespace isochron
