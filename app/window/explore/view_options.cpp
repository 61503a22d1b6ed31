// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/view_options.h"

#include <QCoreApplication>
#include <type_traits>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ViewOptions", text); }

constexpr const char* kQuantityNames[kQuantityCount] = {"velocity", "traveltime", "error",
                                                        "residual", "read_back",  "reconstruction"};

/// The value under a key where it is of that type.
template <class Value>
void read(const Json& json, const char* key, Value& value) {
  const auto found = json.find(key);
  if (found == json.end()) return;
  if (std::is_same_v<Value, bool> ? !found->is_boolean() : !found->is_number()) return;
  value = found->get<Value>();
}

}  // namespace

QuantityInfo quantityInfo(Quantity quantity) {
  const QString kilometresASecond = QStringLiteral("km/s");
  switch (quantity) {
    case Quantity::Velocity:
      return {tr("Velocity"), tr("Velocity"), kilometresASecond};
    case Quantity::Traveltime:
      return {tr("Traveltime"), tr("Solver's traveltime"), QStringLiteral("s")};
    case Quantity::Error:
      return {tr("Error"), tr("Error |T network − T solver|"), QStringLiteral("ms")};
    case Quantity::Residual:
      return {tr("Residual"), tr("Residual |v |∇T| − 1|"), {}};
    case Quantity::ReadBack:
      return {tr("Read-back velocity"), tr("Read-back velocity 1 / |∇T|"), kilometresASecond};
    case Quantity::Reconstruction:
      return {tr("Reconstruction"), tr("Velocity as the latents have it"), kilometresASecond};
  }
  return {};
}

Json toJson(const ViewOptions& options) {
  Json json = {{"quantity", kQuantityNames[static_cast<int>(options.quantity)]},
               {"contours", options.contours},
               {"labels", options.labels},
               {"colour_map", options.colourMap.toStdString()},
               {"inverted", options.inverted},
               {"interpolated", options.interpolated},
               {"equal_aspect", options.aspect == Aspect::Equal},
               {"rays", options.rays},
               {"receivers", options.receivers}};
  if (options.interval) json["interval"] = *options.interval;
  if (options.range) json["range"] = {options.range->first, options.range->second};
  return json;
}

ViewOptions viewOptionsFrom(const Json& json, const ViewOptions& standard) {
  ViewOptions options = standard;
  for (int i = 0; i < kQuantityCount; ++i)
    if (json.value("quantity", std::string()) == kQuantityNames[i])
      options.quantity = static_cast<Quantity>(i);
  read(json, "contours", options.contours);
  read(json, "labels", options.labels);
  read(json, "inverted", options.inverted);
  read(json, "interpolated", options.interpolated);
  read(json, "rays", options.rays);
  read(json, "receivers", options.receivers);
  bool equal = options.aspect == Aspect::Equal;
  read(json, "equal_aspect", equal);
  options.aspect = equal ? Aspect::Equal : Aspect::Stretched;
  const QString map = QString::fromStdString(json.value("colour_map", std::string()));
  if (colourMapNames().contains(map)) options.colourMap = map;
  double interval = 0.0;
  read(json, "interval", interval);
  options.interval.reset();
  if (interval >= kLeastInterval && interval <= kMostInterval) options.interval = interval;
  options.range.reset();
  const auto range = json.find("range");
  if (range != json.end() && range->is_array() && range->size() == 2 && (*range)[0].is_number() &&
      (*range)[1].is_number() && (*range)[0] < (*range)[1])
    options.range = std::pair((*range)[0].get<double>(), (*range)[1].get<double>());
  return options;
}

}  // namespace isochron
