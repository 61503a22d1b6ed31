// SPDX-License-Identifier: GPL-3.0-or-later
#include "table_output.h"

#include <iostream>

#include "formats/decimal.h"

namespace isochron::cli {

TableOutput::TableOutput(const std::optional<std::filesystem::path>& path,
                         const std::string& header) {
  if (path) file_.emplace(*path);
  write(header + "\n");
}

void TableOutput::add(const std::vector<double>& row) {
  std::string text;
  for (const double value : row) {
    if (!text.empty()) text += ',';
    text += decimal(value);
  }
  write(text + "\n");
}

void TableOutput::finish() {
  if (file_)
    file_->commit();
  else
    std::cout << text_;
}

void TableOutput::write(const std::string& text) {
  if (file_)
    file_->write(text);
  else
    text_ += text;
}

}  // namespace isochron::cli
