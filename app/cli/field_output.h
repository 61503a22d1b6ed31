// SPDX-License-Identifier: GPL-3.0-or-later
// FieldOutput: one field to a file of any format, or many to one npy file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "field/field.h"
#include "formats/npy_sequence_writer.h"

namespace isochron::cli {

class FieldOutput {
 public:
  /// `count` fields as (count, nz, nx), which only npy can hold (throws Error for others); without
  /// a count one field in the format of the extension. `quantity` names the values, with unit.
  /// `number` is how npy files of many fields hold them, `statement` what npy files say of them.
  FieldOutput(std::filesystem::path path, std::optional<std::int64_t> count, std::string quantity,
              NpyNumber number = NpyNumber::Float64, std::optional<NpyStatement> statement = {});

  /// Throws Error where the file cannot be written.
  void add(const Field& field);
  /// The file is there from now on, whole.
  void finish();

 private:
  std::filesystem::path path_;
  std::optional<std::int64_t> count_;
  std::string quantity_;
  NpyNumber number_;
  std::optional<NpyStatement> statement_;
  std::optional<NpySequenceWriter> sequence_;
  std::optional<Field> single_;
};

/// True for the formats that state how far apart the nodes are: csv, txt, vti.
bool keepsSpacing(const std::filesystem::path& path);

/// True for .npy in any case.
bool isNpy(const std::filesystem::path& path);

}  // namespace isochron::cli
