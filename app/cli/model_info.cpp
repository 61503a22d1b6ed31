// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_info.h"

#include <iostream>

#include "field/error.h"
#include "latent_pinn_info.h"
#include "training/archive.h"

namespace isochron::cli {
namespace {

/// What a latentPINN's settings do not tell.
void addLatentPinn(const Archive& archive, Json& json) try {
  json["parameters"] = archive.at("parameters").shape.at(0);
  const Json& config = archive.described("latents").at("config");
  json["latent_count"] = config.at(config.contains("components") ? "components" : "latents");
} catch (const std::exception&) {
  throw Error(archive.name(), "its network or latents are missing",
              "the file is damaged; take an older copy of it");
}

}  // namespace

Json describeModelFile(const std::filesystem::path& path) {
  const Archive archive = Archive::read(path);
  Json json = {{"file", path.string()}, {"format", "Isochron model"}};
  if (archive.metadata.value("kind", Json()) == "project") json["format"] = "Isochron project";
  for (const auto& [key, value] : archive.metadata.items())
    if (key != "history") json[key] = value;
  if (archive.metadata.contains("history")) {
    Json last = Json::object();
    for (const auto& [name, column] : archive.metadata["history"].items())
      if (column.is_array() && !column.empty()) last[name] = column.back();
    json["last_record"] = last;
  }
  if (json.value("kind", std::string()) == "latentpinn") addLatentPinn(archive, json);
  std::int64_t bytes = 0;
  for (const auto& [name, array] : archive.arrays())
    bytes += static_cast<std::int64_t>(array.bytes.size());
  json["arrays"] = archive.arrays().size();
  json["bytes"] = bytes;
  return json;
}

void printModelFile(const Json& description) {
  if (description.value("kind", std::string()) == "latentpinn")
    return printLatentPinnFile(description);
  for (const auto& [key, value] : description.items()) {
    if (!value.is_object()) {
      std::cout << key << std::string(key.size() < 20 ? 20 - key.size() : 1, ' ')
                << (value.is_string() ? value.get<std::string>() : jsonText(value)) << '\n';
      continue;
    }
    std::cout << key << '\n';
    for (const auto& [name, part] : value.items())
      std::cout << "  " << name << std::string(name.size() < 18 ? 18 - name.size() : 1, ' ')
                << (part.is_string() ? part.get<std::string>() : jsonText(part)) << '\n';
  }
}

}  // namespace isochron::cli
