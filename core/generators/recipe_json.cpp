// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/recipe_json.h"

#include "field/error.h"

namespace isochron {

nlohmann::ordered_json parseRecipeJson(const std::string& text, const std::string& name,
                                       const RecipeFormat& format) {
  using Json = nlohmann::ordered_json;
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw Error(name + ", byte " + std::to_string(error.byte), "this is no JSON",
                "look for a missing comma, quote or bracket before it");
  }
  if (!json.is_object() || json.value("format", Json()) != format.name)
    throw Error(name, std::string("this is no ") + format.title,
                std::string("begin with one that isochron-cli generate ") + format.command +
                    " --show-recipe prints");
  if (json.value("version", Json()) != format.version)
    throw Error(name, std::string("it is of another version of ") + format.plural,
                "use version " + std::to_string(format.version) + ", or a newer Isochron");
  return json;
}

}  // namespace isochron
