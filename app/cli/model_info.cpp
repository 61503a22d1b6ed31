// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_info.h"

#include <iostream>

#include "training/archive.h"

namespace isochron::cli {

Json describeModelFile(const std::filesystem::path& path) {
  const Archive archive = Archive::read(path);
  Json json = {{"file", path.string()}, {"format", "Isochron model"}};
  for (const auto& [key, value] : archive.metadata.items())
    if (key != "history") json[key] = value;
  if (archive.metadata.contains("history")) {
    Json last = Json::object();
    for (const auto& [name, column] : archive.metadata["history"].items())
      if (column.is_array() && !column.empty()) last[name] = column.back();
    json["last_record"] = last;
  }
  std::int64_t bytes = 0;
  for (const auto& [name, array] : archive.arrays())
    bytes += static_cast<std::int64_t>(array.bytes.size());
  json["arrays"] = archive.arrays().size();
  json["bytes"] = bytes;
  return json;
}

void printModelFile(const Json& description) {
  for (const auto& [key, value] : description.items()) {
    if (!value.is_object()) {
      std::cout << key << std::string(key.size() < 20 ? 20 - key.size() : 1, ' ')
                << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
      continue;
    }
    std::cout << key << '\n';
    for (const auto& [name, part] : value.items())
      std::cout << "  " << name << std::string(name.size() < 18 ? 18 - name.size() : 1, ' ')
                << (part.is_string() ? part.get<std::string>() : part.dump()) << '\n';
  }
}

}  // namespace isochron::cli
