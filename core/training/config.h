// SPDX-License-Identifier: GPL-3.0-or-later
// ConfigReader: settings from JSON, where a slip of the pen must not pass unseen.
#pragma once

#include <string>
#include <vector>

#include "field/error.h"
#include "training/archive.h"

namespace isochron {

/// Reads the settings it is asked for, leaves those that are not given as they are, and at the end
/// complains about those that nobody asked for.
class ConfigReader {
 public:
  /// `json` must outlive it; `place` is what errors call it. Throws Error unless it is an object.
  ConfigReader(const Json& json, std::string place);

  /// Throws Error where the setting is given and not of that type.
  template <typename Value>
  void read(const std::string& key, Value& value) {
    known_.push_back(key);
    const auto found = json_.find(key);
    if (found == json_.end()) return;
    if (!suits(*found, value))
      throw Error(place_, "'" + key + "' cannot be " + jsonText(*found),
                  "it is a " + std::string(nameOf(value)) + ", as " + jsonText(Json(value)));
    value = found->template get<Value>();
  }

  /// Older settings name a device. Throws Error unless that is the processor ("cpu"), where all
  /// stages learn.
  void readDevice();

  /// After the last read(). Throws Error naming a setting that is unknown, and those that are not.
  void finish() const;

 private:
  static bool suits(const Json& json, bool) { return json.is_boolean(); }
  static bool suits(const Json& json, int) {
    return json.is_number_integer() && json.get<std::int64_t>() == json.get<int>();
  }
  static bool suits(const Json& json, std::int64_t) { return json.is_number_integer(); }
  static bool suits(const Json& json, std::uint64_t) {
    return json.is_number_integer() && (json.is_number_unsigned() || json.get<std::int64_t>() >= 0);
  }
  static bool suits(const Json& json, double) { return json.is_number(); }
  static bool suits(const Json& json, const std::string&) { return json.is_string(); }
  static const char* nameOf(bool) { return "true or false"; }
  static const char* nameOf(int) { return "whole number"; }
  static const char* nameOf(std::int64_t) { return "whole number"; }
  static const char* nameOf(std::uint64_t) { return "whole number of at least 0"; }
  static const char* nameOf(double) { return "number"; }
  static const char* nameOf(const std::string&) { return "text"; }

  const Json& json_;
  std::string place_;
  std::vector<std::string> known_;
  bool mayNameDevice_ = false;
};

}  // namespace isochron
