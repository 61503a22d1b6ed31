// SPDX-License-Identifier: GPL-3.0-or-later
// Earth recipes as JSON, and what their numbers may be.
#include <cmath>
#include <nlohmann/json.hpp>

#include "field/error.h"
#include "formats/decimal.h"
#include "generators/earth_recipe.h"
#include "generators/recipe_json.h"

namespace isochron {
namespace {

using Json = nlohmann::ordered_json;

constexpr RecipeFormat kFormat = {"isochron earth recipe", 1, "earth recipe", "recipes", "earth"};
constexpr std::size_t kMostParts = 1000;

// Each part of a recipe lists its members once, for the writer, the reader and the check alike:
// visit(name, number, least, most) or visit(name, part).

template <class Visit>
void members(Visit& visit, EarthWave& e) {
  visit("height", e.height, -2.0, 2.0);
  visit("waves", e.waves, 0.0, 100.0);
  visit("phase", e.phase, -1000.0, 1000.0);
}
template <class Visit>
void members(Visit& visit, EarthBed& e) {
  visit("thickness", e.thickness, 1e-4, 100.0);
  visit("velocity", e.velocity, -20.0, 20.0);
}
template <class Visit>
void members(Visit& visit, EarthBeds& e) {
  visit("top", e.top, -100.0, 100.0);
  visit("beds", e.beds);
}
template <class Visit>
void members(Visit& visit, EarthFold& e) {
  visit("relief", e.relief);
  visit("tilt", e.tilt, -10.0, 10.0);
}
template <class Visit>
void members(Visit& visit, EarthFault& e) {
  visit("at", e.at, -10.0, 10.0);
  visit("dip", e.dip, -89.0, 89.0);
  visit("throw", e.fall, -10.0, 10.0);
  visit("detachment", e.detachment, 0.0, 10.0);
}
template <class Visit>
void members(Visit& visit, EarthUnconformity& e) {
  visit("depth", e.depth, -10.0, 10.0);
  visit("relief", e.relief);
  visit("top", e.beds.top, -100.0, 100.0);
  visit("beds", e.beds.beds);
}
template <class Visit>
void members(Visit& visit, EarthChannel& e) {
  visit("x", e.x, -10.0, 10.0);
  visit("depth", e.depth, -10.0, 10.0);
  visit("width", e.width, 1e-4, 10.0);
  visit("thickness", e.thickness, 1e-4, 10.0);
  visit("velocity", e.velocity, -20.0, 20.0);
}
template <class Visit>
void members(Visit& visit, EarthSalt& e) {
  visit("x", e.x, -10.0, 10.0);
  visit("depth", e.depth, -10.0, 10.0);
  visit("width", e.width, 1e-4, 10.0);
  visit("height", e.height, 1e-4, 10.0);
  visit("stem", e.stem, 0.0, 10.0);
  visit("lean", e.lean, -10.0, 10.0);
  visit("uneven", e.uneven, 0.0, 0.5);
  visit("phase", e.phase, -1000.0, 1000.0);
  visit("drag", e.drag, -1.0, 1.0);
  visit("velocity", e.velocity, 0.1, 20.0);
}
template <class Visit>
void members(Visit& visit, EarthWater& e) {
  visit("depth", e.depth, 0.0, 10.0);
  visit("relief", e.relief);
  visit("velocity", e.velocity, 0.1, 20.0);
}
template <class Visit>
void members(Visit& visit, EarthRecipe& e) {
  visit("events", e.events);
  visit("compaction", e.compaction, -20.0, 20.0);
  visit("lateral", e.lateral);
  visit("slowest", e.slowest, 0.1, 20.0);
  visit("fastest", e.fastest, 0.1, 20.0);
  visit("blur", e.blur, 0.0, 0.2);
}

constexpr const char* nameOf(const EarthBeds&) { return "beds"; }
constexpr const char* nameOf(const EarthFold&) { return "fold"; }
constexpr const char* nameOf(const EarthFault&) { return "fault"; }
constexpr const char* nameOf(const EarthUnconformity&) { return "unconformity"; }
constexpr const char* nameOf(const EarthChannel&) { return "channel"; }
constexpr const char* nameOf(const EarthSalt&) { return "salt"; }
constexpr const char* nameOf(const EarthWater&) { return "water"; }

struct Writer {
  Json json = Json::object();

  void operator()(const char* name, double& value, double, double) { json[name] = value; }
  template <class Part>
  void operator()(const char* name, std::vector<Part>& parts) {
    json[name] = Json::array();
    for (Part& part : parts) json[name].push_back(written(part));
  }

  template <class Part>
  static Json written(Part& part) {
    Writer writer;
    members(writer, part);
    return writer.json;
  }
  static Json written(EarthEvent& event) {
    return std::visit(
        [](auto& part) {
          Writer writer;
          writer.json["event"] = nameOf(part);
          members(writer, part);
          return writer.json;
        },
        event);
  }
};

/// Where a number or a part stands: "recipe.json, events[3].throw".
std::string placeOf(const std::string& parent, const std::string& name) {
  return parent + (parent.ends_with(", ") ? "" : ".") + name;
}

struct Check {
  std::string place;

  void operator()(const char* name, double& value, double least, double most) const {
    if (value >= least && value <= most) return;
    throw Error(placeOf(place, name), decimal(value) + " is out of bounds",
                "give " + decimal(least) + " to " + decimal(most));
  }
  template <class Part>
  void operator()(const char* name, std::vector<Part>& parts) const {
    const std::string where = placeOf(place, name);
    if (parts.size() > kMostParts)
      throw Error(where, "there are " + std::to_string(parts.size()) + " of them",
                  "give at most " + std::to_string(kMostParts));
    if constexpr (std::is_same_v<Part, EarthBed>)
      if (parts.empty()) throw Error(where, "there is no bed", "give at least one");
    for (std::size_t i = 0; i < parts.size(); ++i)
      checked(where + "[" + std::to_string(i) + "]", parts[i]);
  }

  template <class Part>
  static void checked(std::string place, Part& part) {
    Check check{std::move(place)};
    members(check, part);
  }
  static void checked(std::string place, EarthEvent& event) {
    std::visit([&](auto& part) { checked(std::move(place), part); }, event);
  }
};

void checkAt(const std::string& name, const EarthRecipe& recipe) {
  EarthRecipe copy = recipe;
  Check::checked(name + ", ", copy);
  if (recipe.events.empty() || !std::holds_alternative<EarthBeds>(recipe.events.front()))
    throw Error(name, "the first event does not lay down beds",
                "begin \"events\" with one of \"event\": \"beds\"");
  if (!(recipe.slowest < recipe.fastest))
    throw Error(name + ", slowest", "it is not below the fastest velocity", "make it smaller");
  for (const EarthEvent& event : recipe.events)
    if (const auto* fault = std::get_if<EarthFault>(&event); fault && std::abs(fault->dip) < 1.0)
      throw Error(name + ", dip", "a fault of " + decimal(fault->dip) + " degrees is too flat",
                  "give 1 to 89, or -1 to -89 for one that dips to the left");
}

struct Reader {
  const Json& json;
  std::string place;
  std::vector<std::string> known;

  void operator()(const char* name, double& value, double, double) {
    known.emplace_back(name);
    const auto found = json.find(name);
    if (found == json.end()) return;
    if (!found->is_number())
      throw Error(placeOf(place, name), "is no number", "give one, without quotes");
    value = found->get<double>();
  }
  template <class Part>
  void operator()(const char* name, std::vector<Part>& parts) {
    known.emplace_back(name);
    const auto found = json.find(name);
    if (found == json.end()) return;
    const std::string where = placeOf(place, name);
    if (!found->is_array()) throw Error(where, "is no list", "put it between [ and ]");
    parts.clear();
    for (std::size_t i = 0; i < found->size(); ++i)
      parts.push_back(
          read<Part>((*found)[i], where + "[" + std::to_string(i) + "]", std::in_place_type<Part>));
  }

  void refuseUnknown(const std::vector<std::string>& others) {
    known.insert(known.end(), others.begin(), others.end());
    for (const auto& [name, value] : json.items()) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      std::string names;
      for (const std::string& other : known) names += (names.empty() ? "" : ", ") + other;
      throw Error(placeOf(place, name), "is not known here", "use " + names);
    }
  }

  static void requireObject(const Json& json, const std::string& place) {
    if (!json.is_object()) throw Error(place, "is no object", "put it between { and }");
  }

  template <class Part>
  static Part read(const Json& json, const std::string& place, std::in_place_type_t<Part>,
                   const std::vector<std::string>& others = {}) {
    requireObject(json, place);
    Part part;
    Reader reader{json, place, {}};
    members(reader, part);
    reader.refuseUnknown(others);
    return part;
  }
  template <class Part>
  static EarthEvent read(const Json& json, const std::string& place,
                         std::in_place_type_t<EarthEvent>) {
    requireObject(json, place);
    const auto found = json.find("event");
    const std::string name =
        found != json.end() && found->is_string() ? found->get<std::string>() : "";
    return eventNamed<EarthBeds, EarthFold, EarthFault, EarthUnconformity, EarthChannel, EarthSalt,
                      EarthWater>(name, json, place);
  }
  template <class First, class... Others>
  static EarthEvent eventNamed(const std::string& name, const Json& json,
                               const std::string& place) {
    if (name == nameOf(First{})) return read(json, place, std::in_place_type<First>, {"event"});
    if constexpr (sizeof...(Others) > 0)
      return eventNamed<Others...>(name, json, place);
    else
      throw Error(place + ".event", "'" + name + "' is not known",
                  "use beds, fold, fault, unconformity, channel, salt or water");
  }
};

}  // namespace

void checkRecipe(const EarthRecipe& recipe) { checkAt("earth recipe", recipe); }

std::string recipeText(const EarthRecipe& recipe) {
  EarthRecipe copy = recipe;
  Json json;
  json["format"] = kFormat.name;
  json["version"] = kFormat.version;
  json.update(Writer::written(copy));
  return json.dump(2) + "\n";
}

EarthRecipe parseEarthRecipe(const std::string& text, const std::string& name) {
  const Json json = parseRecipeJson(text, name, kFormat);
  auto recipe =
      Reader::read(json, name + ", ", std::in_place_type<EarthRecipe>, {"format", "version"});
  checkAt(name, recipe);
  return recipe;
}

}  // namespace isochron
