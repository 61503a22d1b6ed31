// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/attributes.h"

namespace isochron {

std::string Attributes::text(std::string_view name) const {
  const auto found = texts.find(name);
  return found == texts.end() ? "" : found->second;
}

std::optional<double> Attributes::number(std::string_view name) const {
  const auto found = numbers.find(name);
  if (found == numbers.end() || found->second.empty()) return std::nullopt;
  return found->second.front();
}

void stateValues(const Attributes& attributes, FileStatements& says) {
  for (const std::string_view name : {"units", "unit", "Units", "UNITS"})
    if (says.unit.empty() && !attributes.text(name).empty()) {
      says.unit = attributes.text(name);
      says.unitPlace = "the attribute '" + std::string(name) + "'";
    }
  says.scale = attributes.number("scale_factor").value_or(1.0);
  says.offset = attributes.number("add_offset").value_or(0.0);
  for (const std::string_view name : {"_FillValue", "missing_value"}) {
    const auto found = attributes.numbers.find(name);
    if (found != attributes.numbers.end())
      says.missing.insert(says.missing.end(), found->second.begin(), found->second.end());
  }
  says.least = attributes.number("valid_min");
  says.greatest = attributes.number("valid_max");
  const auto range = attributes.numbers.find("valid_range");
  if (range == attributes.numbers.end() || range->second.size() != 2) return;
  if (!says.least) says.least = range->second.front();
  if (!says.greatest) says.greatest = range->second.back();
}

void stateAxis(const std::string& name, const Attributes& attributes,
               std::vector<double> coordinates, AxisStatement& axis) {
  axis.name = name;
  axis.unit = attributes.text("units");
  const std::string positive = attributes.text("positive");
  if (positive == "up" || positive == "Up") axis.upward = true;
  if (positive == "down" || positive == "Down") axis.upward = false;
  const std::string marked = attributes.text("axis");
  if (marked == "Z" || marked == "X") {
    axis.role = marked == "Z" ? AxisRole::Depth : AxisRole::Lateral;
    axis.roleReason = "'" + name + "' is marked as the axis " + marked;
  } else if (!positive.empty()) {
    axis.role = AxisRole::Depth;  // only vertical axes have it
    axis.roleReason = "'" + name + "' is marked as positive " + positive;
  }
  const double scale = attributes.number("scale_factor").value_or(1.0);
  const double offset = attributes.number("add_offset").value_or(0.0);
  for (double& value : coordinates) value = scale * value + offset;
  axis.coordinates = std::move(coordinates);
  axis.place = "the coordinates '" + name + "' in the file";
}

void stateBeside(const Attributes& attributes, FileStatements& says) {
  for (const auto& [name, values] : attributes.numbers) says.beside.push_back({name, "", values});
}

}  // namespace isochron
