// SPDX-License-Identifier: GPL-3.0-or-later
#include "field_output.h"

#include <CLI/CLI.hpp>

#include "field/error.h"
#include "formats/write_field.h"

namespace isochron::cli {

FieldOutput::FieldOutput(std::filesystem::path path, std::optional<std::int64_t> count,
                         std::string quantity, NpyNumber number,
                         std::optional<NpyStatement> statement)
    : path_(std::move(path)),
      count_(count),
      quantity_(std::move(quantity)),
      number_(number),
      statement_(std::move(statement)) {
  if (count_ && !isNpy(path_))
    throw Error(path_.filename().string(),
                "this format cannot hold " + std::to_string(*count_) + " models",
                "write .npy, or one model alone");
}

void FieldOutput::add(const Field& field) {
  if (!count_) {
    single_ = field;
    return;
  }
  if (!sequence_)
    sequence_.emplace(path_, *count_, field.grid.nz, field.grid.nx, number_, statement_);
  sequence_->append(field.values);
}

void FieldOutput::finish() {
  if (single_) writeField(path_, *single_, quantity_, statement_);
  if (sequence_) sequence_->finish();
}

bool keepsSpacing(const std::filesystem::path& path) {
  const std::string extension = CLI::detail::to_lower(path.extension().string());
  return extension == ".csv" || extension == ".txt" || extension == ".vti";
}

bool isNpy(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  return CLI::detail::to_lower(extension) == ".npy";
}

}  // namespace isochron::cli
