// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/config.h"

#include <algorithm>

namespace isochron {
namespace {

constexpr const char* kDevice = "device";

}  // namespace

ConfigReader::ConfigReader(const Json& json, std::string place)
    : json_(json), place_(std::move(place)) {
  if (!json.is_object())
    throw Error(place_, "is no set of settings", "write it as {\"name\": value, ...}");
}

void ConfigReader::readDevice() {
  std::string device = "cpu";
  read(kDevice, device);
  known_.pop_back();  // it is not offered
  mayNameDevice_ = true;
  if (device != "cpu")
    throw Error(place_, "it learns on the processor, not on the device '" + device + "'",
                "leave the device out");
}

void ConfigReader::finish() const {
  for (const auto& [key, value] : json_.items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    if (mayNameDevice_ && key == kDevice) continue;
    std::string names;
    for (const std::string& name : known_) names += (names.empty() ? "" : ", ") + name;
    throw Error(place_, "there is no setting '" + key + "'", "use one of " + names);
  }
}

}  // namespace isochron
