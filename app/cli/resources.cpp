// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources.h"

#include <cstdlib>

namespace isochron::cli {

std::filesystem::path resources() {
  if (const char* named = std::getenv("ISOCHRON_RESOURCES")) return named;
  std::error_code ignored;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", ignored);
  return program.parent_path().parent_path() / "share" / "isochron";
}

}  // namespace isochron::cli
