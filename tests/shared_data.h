// SPDX-License-Identifier: GPL-3.0-or-later
// Where the tests find real velocity models and reference solutions, if they are there.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace isochron::tests {

/// The folder named by ISOCHRON_SHARED_DATA, or the one beside the checkout.
inline std::filesystem::path sharedData() {
  const char* named = std::getenv("ISOCHRON_SHARED_DATA");
  return named != nullptr ? named : ISOCHRON_DEFAULT_SHARED_DATA;
}

}  // namespace isochron::tests

/// Skips the running Qt Test function, loudly, where the file is absent.
#define ISOCHRON_NEED_SHARED(path)                                                        \
  do {                                                                                    \
    if (!std::filesystem::exists(path))                                                   \
      QSKIP(qPrintable(QStringLiteral("SHARED DATA ABSENT: %1; set ISOCHRON_SHARED_DATA") \
                           .arg(QString::fromStdString((path).string()))));               \
  } while (false)
