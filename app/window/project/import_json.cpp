// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/import_json.h"

namespace isochron {
namespace {

constexpr const char* kZFast = "z_fast";
constexpr const char* kBig = "big";

/// A name that no unit has stands for km/s.
VelocityUnit unitNamed(const std::string& name) {
  for (const VelocityUnit unit : velocityUnits())
    if (toText(unit) == name) return unit;
  return VelocityUnit::KilometresPerSecond;
}

/// A name that no type has stands for the first.
ScalarType typeNamed(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(ScalarType::IbmFloat32); ++i)
    if (toText(static_cast<ScalarType>(i)) == name) return static_cast<ScalarType>(i);
  return ScalarType::Float32;
}

int axisFrom(const Json& json) {
  const auto axis = json.get<std::int64_t>();
  return axis == 1 || axis == 2 ? static_cast<int>(axis) : 0;
}

}  // namespace

Json toJson(Point p) { return Json::array({p.x, p.z}); }

Point pointFrom(const Json& json) { return {json.at(0).get<double>(), json.at(1).get<double>()}; }

Json toJson(const ImportLayout& layout) {
  Json json = {{"axes", layout.axes == AxisOrder::ZFast ? kZFast : "x_fast"},
               {"unit", toText(layout.unit)},
               {"dx", layout.dx},
               {"dz", layout.dz},
               {"origin", toJson(layout.origin)},
               {"grey_black", layout.greyBlack},
               {"grey_white", layout.greyWhite},
               {"model_axis", layout.modelAxis},
               {"reverse_x", layout.reverseX},
               {"reverse_z", layout.reverseZ},
               {"resample_uneven", layout.resampleUneven}};
  if (layout.map) json["map"] = {{"factor", layout.map->factor}, {"offset", layout.map->offset}};
  return json;
}

ImportLayout layoutFrom(const Json& json) {
  ImportLayout layout;
  layout.axes = json.at("axes") == kZFast ? AxisOrder::ZFast : AxisOrder::XFast;
  layout.unit = unitNamed(json.at("unit").get<std::string>());
  layout.dx = json.at("dx").get<double>();
  layout.dz = json.at("dz").get<double>();
  layout.origin = pointFrom(json.at("origin"));
  layout.greyBlack = json.at("grey_black").get<double>();
  layout.greyWhite = json.at("grey_white").get<double>();
  layout.modelAxis = axisFrom(json.at("model_axis"));
  // Projects of version 0.1.0 do not have these.
  layout.reverseX = json.value("reverse_x", false);
  layout.reverseZ = json.value("reverse_z", false);
  layout.resampleUneven = json.value("resample_uneven", false);
  if (json.contains("map"))
    layout.map =
        LinearMap{json["map"].at("factor").get<double>(), json["map"].at("offset").get<double>()};
  return layout;
}

Json toJson(const OpenOptions& options) {
  Json json = Json::object();
  if (!options.array.empty()) json["array"] = options.array;
  if (options.raw)
    json["raw"] = {{"shape", options.raw->shape},
                   {"type", toText(options.raw->type)},
                   {"order", options.raw->order == ByteOrder::Big ? kBig : "little"},
                   {"header_bytes", options.raw->headerBytes}};
  return json;
}

OpenOptions optionsFrom(const Json& json) {
  OpenOptions options;
  if (json.contains("array")) options.array = json["array"].get<std::string>();
  if (!json.contains("raw")) return options;
  const Json& raw = json["raw"];
  options.raw = RawShape{raw.at("shape").get<std::vector<std::int64_t>>(),
                         typeNamed(raw.at("type").get<std::string>()),
                         raw.at("order") == kBig ? ByteOrder::Big : ByteOrder::Little,
                         raw.at("header_bytes").get<std::int64_t>()};
  return options;
}

}  // namespace isochron
