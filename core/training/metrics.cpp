// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/metrics.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "field/error.h"

namespace isochron {
namespace {

std::string shortest(double value) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, value);
  return {text, result.ptr};
}

}  // namespace

std::optional<double> Metrics::find(const std::string& name) const {
  for (const auto& [known, value] : values)
    if (known == name) return value;
  return {};
}

std::int64_t MetricsHistory::recordsSinceBestError() const {
  double best = std::numeric_limits<double>::infinity();
  std::int64_t since = 0;
  for (const Metrics& record : records_) {
    const std::optional<double> error = record.find(kErrorMetric);
    // What measures no error says nothing of whether it falls.
    if (!error && std::isinf(best)) continue;
    ++since;
    if (!error || !(*error < best)) continue;
    best = *error;
    since = 0;
  }
  return since;
}

std::vector<std::string> MetricsHistory::names() const {
  std::vector<std::string> names;
  for (const Metrics& record : records_)
    for (const auto& [name, value] : record.values)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return names;
}

std::string MetricsHistory::toCsv() const {
  const std::vector<std::string> columns = names();
  std::string text = "step,seconds";
  for (const std::string& name : columns) text += ',' + name;
  for (const Metrics& record : records_) {
    text += '\n' + std::to_string(record.step) + ',' + shortest(record.seconds);
    for (const std::string& name : columns) {
      text += ',';
      if (const auto value = record.find(name)) text += shortest(*value);
    }
  }
  return text + '\n';
}

Json MetricsHistory::toJson() const {
  Json json = {{"step", Json::array()}, {"seconds", Json::array()}};
  const std::vector<std::string> columns = names();
  for (const std::string& name : columns) json[name] = Json::array();
  for (const Metrics& record : records_) {
    json["step"].push_back(record.step);
    json["seconds"].push_back(record.seconds);
    for (const std::string& name : columns) {
      const auto value = record.find(name);
      json[name].push_back(value && std::isfinite(*value) ? Json(*value) : Json());
    }
  }
  return json;
}

MetricsHistory MetricsHistory::fromJson(const Json& json) {
  try {
    MetricsHistory history;
    const std::size_t count = json.at("step").size();
    for (std::size_t i = 0; i < count; ++i) {
      Metrics record{json.at("step").at(i), json.at("seconds").at(i), {}};
      for (const auto& [name, column] : json.items())
        if (name != "step" && name != "seconds" && !column.at(i).is_null())
          record.values.emplace_back(name, column.at(i).get<double>());
      history.add(std::move(record));
    }
    return history;
  } catch (const Json::exception&) {
    throw Error("history", "cannot be understood", "the file is damaged; take an older copy");
  }
}

}  // namespace isochron
