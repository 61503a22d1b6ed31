// SPDX-License-Identifier: GPL-3.0-or-later
// ImportOptions: how a velocity file is to be read, the same for every command that reads one.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "formats/velocity_file.h"

namespace isochron::cli {

using Json = nlohmann::ordered_json;

/// What the user says about a file; all that is left out is guessed.
struct ImportOptions {
  std::optional<AxisOrder> axes;
  std::optional<VelocityUnit> unit;
  std::optional<std::vector<double>> spacing;  // dx, dz in km
  std::optional<std::vector<double>> origin;   // x, z in km
  std::optional<std::vector<double>> grey;     // km/s of black and of white
  std::optional<std::vector<double>> map;      // factor, offset
  std::optional<int> modelAxis;
  std::optional<std::string> flip;  // "x", "z", "xz" or "none"
  bool resample = false;
  std::string array;
  std::optional<std::vector<long long>> rawShape;
  RawShape raw;
};

/// Adds the options to a command. `options` must outlive the parsing.
void addImportOptions(CLI::App& command, ImportOptions& options);

/// A file with the layout in which it will be read.
struct Import {
  VelocityFile file;
  ImportLayout layout;
  bool spacingKnown = false;  // given, or read from the file
  /// One sentence each on what was guessed and why.
  std::vector<std::string> reasons;
  /// What nobody has settled: neither the file nor an option.
  std::vector<ImportDoubt> doubts;

  std::int64_t modelCount() const { return file.modelCount(layout); }
  VelocityModel read(std::int64_t index) const { return file.read(layout, index); }
  /// True where the file has an axis that counts models, be there only one of them.
  bool isSequence() const { return file.summary().shape.size() > 2; }
};

/// Throws Error for a file that cannot be read or options that do not suit it.
Import openImport(const std::filesystem::path& path, const ImportOptions& options);

/// Throws Error for the first doubt that is left, with the option that settles it. Those about the
/// spacing count only where `spacing` is set: for commands whose result depends on it.
void requireSettled(const Import& import, bool spacing = true);

/// The same, and throws where nobody knows the spacing at all.
void requireSpacing(const Import& import);

/// On standard error: what was guessed, and why.
void printReasons(const Import& import);

/// "array", "unit", "axes", ...: a part of the layout for people and machines.
std::string nameOf(ImportField field);

/// The layout for machines, units in the keys.
Json describeLayout(const Import& import);
/// Shape, spacing and range of a model, units in the keys.
Json describeModel(const VelocityModel& model);
/// "128 x 64 nodes, 0.04 x 0.02 km apart".
std::string gridInWords(const Grid& grid);

}  // namespace isochron::cli
