// SPDX-License-Identifier: GPL-3.0-or-later
#include "resource_folder.h"

#include <cstdlib>

namespace isochron {

std::filesystem::path resourceFolder() {
  if (const char* named = std::getenv("ISOCHRON_RESOURCES")) return named;
  std::error_code ignored;
  std::filesystem::path folder =
      std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  // Tests lie one folder deeper than the programs.
  for (const char* up : {"..", "../.."}) {
    const std::filesystem::path found = folder / up / "share" / "isochron";
    if (std::filesystem::exists(found, ignored)) return found;
  }
  return folder.parent_path() / "share" / "isochron";
}

}  // namespace isochron
