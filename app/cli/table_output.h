// SPDX-License-Identifier: GPL-3.0-or-later
// TableOutput: comma-separated text, row by row, to a file or to standard output.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "formats/output_file.h"

namespace isochron::cli {

class TableOutput {
 public:
  /// Without a path the rows go to standard output, all together at the end: a command that is
  /// refused half way leaves nothing there. Throws Error where no file can be made.
  TableOutput(const std::optional<std::filesystem::path>& path, const std::string& header);

  void add(const std::vector<double>& row);
  /// The file is there from now on, or the table on standard output, whole.
  void finish();

 private:
  void write(const std::string& text);

  std::optional<OutputFile> file_;
  std::string text_;  // for standard output
};

}  // namespace isochron::cli
