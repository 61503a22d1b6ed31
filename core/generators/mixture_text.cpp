// SPDX-License-Identifier: GPL-3.0-or-later
// Mixtures as JSON.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "field/error.h"
#include "generators/mixture.h"
#include "generators/recipe_json.h"

namespace isochron {
namespace {

using Json = nlohmann::ordered_json;

constexpr RecipeFormat kFormat = {"isochron mixture", 1, "mixture", "mixtures", "mixture"};

Json written(const RandomNumber& number) {
  if (number.least == number.most) return number.least;
  return {number.least, number.most};
}

double readNumber(const Json& json, const std::string& place) {
  if (!json.is_number()) throw Error(place, "is no number", "give one, without quotes");
  return json.get<double>();
}

RandomNumber readRandom(const Json& json, const std::string& place) {
  if (!json.is_array()) return {readNumber(json, place), readNumber(json, place)};
  if (json.size() != 2) throw Error(place, "is no pair", "give [least, most], or one number");
  return {readNumber(json[0], place), readNumber(json[1], place)};
}

void requireObject(const Json& json, const std::string& place) {
  if (!json.is_object()) throw Error(place, "is no object", "put it between { and }");
}

void refuseUnknown(const Json& json, const std::vector<std::string>& known,
                   const std::string& place) {
  for (const auto& [name, value] : json.items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string names;
    for (const std::string& other : known) names.append(names.empty() ? "" : ", ").append(other);
    throw Error(place + ", " + name, "is not known here", "use " + names);
  }
}

ModelKind readKind(const Json& part, const std::string& place) {
  const Json named = part.value("kind", Json());
  std::string names;
  for (const ModelKindInfo& info : modelKinds()) {
    if (named == info.name) return info.kind;
    names += (names.empty() ? "" : ", ") + info.name;
  }
  throw Error(place, "its kind is not known", "give \"kind\": one of " + names);
}

MixturePart readPart(const Json& json, const std::string& place) {
  requireObject(json, place);
  refuseUnknown(json, {"kind", "share", "parameters"}, place);
  const double share = json.contains("share") ? readNumber(json["share"], place + ", share") : 1.0;
  MixturePart part = standardPart(readKind(json, place), share);
  if (!json.contains("parameters")) return part;
  const Json& given = json["parameters"];
  requireObject(given, place + ", parameters");
  std::vector<std::string> names;
  const std::vector<ModelParameterInfo>& infos = modelKindInfo(part.kind).parameters;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    names.push_back(infos[i].name);
    if (given.contains(infos[i].name))
      part.parameters[i] = readRandom(given[infos[i].name], place + ", " + infos[i].name);
  }
  refuseUnknown(given, names, place + ", parameters");
  return part;
}

}  // namespace

std::string mixtureText(const Mixture& mixture) {
  Json json;
  json["format"] = kFormat.name;
  json["version"] = kFormat.version;
  json["parts"] = Json::array();
  for (const MixturePart& part : mixture.parts) {
    const ModelKindInfo& info = modelKindInfo(part.kind);
    Json one;
    one["kind"] = info.name;
    one["share"] = part.share;
    one["parameters"] = Json::object();
    for (std::size_t i = 0; i < info.parameters.size(); ++i)
      one["parameters"][info.parameters[i].name] = written(part.parameters[i]);
    json["parts"].push_back(std::move(one));
  }
  json["recast"] = mixture.recast;
  json["contrast"] = written(mixture.contrast);
  json["slowest"] = mixture.slowest;
  json["fastest"] = mixture.fastest;
  return json.dump(2) + "\n";
}

Mixture parseMixture(const std::string& text, const std::string& name) {
  const Json json = parseRecipeJson(text, name, kFormat);
  refuseUnknown(json, {"format", "version", "parts", "recast", "contrast", "slowest", "fastest"},
                name);
  const auto parts = json.find("parts");
  if (parts == json.end() || !parts->is_array())
    throw Error(name + ", parts", "there is no list of them", "put it between [ and ]");
  Mixture mixture;
  for (std::size_t i = 0; i < parts->size(); ++i)
    mixture.parts.push_back(readPart((*parts)[i], name + ", parts[" + std::to_string(i) + "]"));
  const auto read = [&](const char* key, double& value) {
    if (json.contains(key)) value = readNumber(json[key], name + ", " + key);
  };
  read("recast", mixture.recast);
  read("slowest", mixture.slowest);
  read("fastest", mixture.fastest);
  if (json.contains("contrast"))
    mixture.contrast = readRandom(json["contrast"], name + ", contrast");
  checkMixture(mixture);
  return mixture;
}

}  // namespace isochron
