// SPDX-License-Identifier: GPL-3.0-or-later
// How many velocity models a file holds.
#pragma once

#include <QString>
#include <cstdint>
#include <stop_token>

namespace isochron {

struct CountedFile {
  QString path;
  std::int64_t models = 0;  // as the file is guessed to be; 0: it cannot be read
};

/// Takes as long as the file is large. Once `stop` is raised the count says nothing.
CountedFile countModels(const QString& path, const std::stop_token& stop = {});

}  // namespace isochron
