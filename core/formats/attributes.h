// SPDX-License-Identifier: GPL-3.0-or-later
// Attributes: what NetCDF and HDF5 files attach to an array, by the names of the CF conventions
// (Climate and Forecast metadata conventions 1.10, sections 2.5, 4 and 8.1).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "formats/statements.h"

namespace isochron {

/// What the NetCDF library fills in where nobody wrote a floating-point value (NetCDF user's
/// guide).
inline constexpr double kNetcdfDefaultFill = 9.9692099683868690e+36;

/// Texts and numbers of one array, a coordinate, or the whole file.
struct Attributes {
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, std::vector<double>, std::less<>> numbers;

  /// Empty where it is not there.
  std::string text(std::string_view name) const;
  std::optional<double> number(std::string_view name) const;
};

/// Unit, packing, and the numbers that stand for no value or lie outside of the valid range, of the
/// array itself.
void stateValues(const Attributes& attributes, FileStatements& says);

/// Name, unit and direction of an axis by the attributes of its coordinates; `coordinates` are as
/// stored and are unpacked here.
void stateAxis(const std::string& name, const Attributes& attributes,
               std::vector<double> coordinates, AxisStatement& axis);

/// The numbers among them, as if they stood beside the array: "spacing", "x0".
void stateBeside(const Attributes& attributes, FileStatements& says);

}  // namespace isochron
