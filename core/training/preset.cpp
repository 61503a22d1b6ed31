// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/preset.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "field/error.h"

namespace isochron {
namespace {

Json readPreset(const std::filesystem::path& folder, const std::string& name) {
  std::ifstream file(folder / (name + ".json"));
  if (!file || name.find('/') != std::string::npos) {
    std::string names;
    for (const std::string& known : presetNames(folder))
      names += (names.empty() ? "" : ", ") + known;
    throw Error("preset", "'" + name + "' is not known",
                names.empty() ? "there are none in " + folder.string() : "use one of " + names);
  }
  const std::string text(std::istreambuf_iterator<char>(file), {});
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    throw Error(name + ".json", "is no JSON object", "mend it, or install Isochron again");
  return json;
}

Json merged(const std::filesystem::path& folder, const std::string& name,
            std::vector<std::string> children) {
  if (std::find(children.begin(), children.end(), name) != children.end())
    throw Error(name + ".json", "is its own parent", "name another parent, or none");
  children.push_back(name);
  const Json own = readPreset(folder, name);
  Json settings = Json::object();
  if (own.contains("parent") && own["parent"].is_string())
    settings = merged(folder, own["parent"].get<std::string>(), children);
  settings.merge_patch(own);
  return settings;
}

}  // namespace

std::vector<std::string> presetNames(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string presetTitle(const std::filesystem::path& folder, const std::string& name) {
  const Json all = readPreset(folder, name);
  const auto title = all.find("title");
  return title != all.end() && title->is_string() ? title->get<std::string>() : std::string();
}

Json presetSettings(const std::filesystem::path& folder, const std::string& name,
                    const std::string& stage) {
  const Json all = merged(folder, name, {});
  const auto found = all.find(stage);
  if (found == all.end() || !found->is_object())
    throw Error("preset", "'" + name + "' has no settings for " + stage, "use another one");
  return *found;
}

void applySetting(Json& settings, const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Error("--set", "'" + assignment + "' is no setting", "write it as name=value");
  const std::string text = assignment.substr(equals + 1);
  Json value = Json::parse(text, nullptr, false);
  settings[assignment.substr(0, equals)] = value.is_discarded() ? Json(text) : value;
}

}  // namespace isochron
