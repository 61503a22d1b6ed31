// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out which reader a file needs.
#include <algorithm>
#include <string_view>

#include "data/npy_header.h"
#include "data/readers.h"

namespace isochron {

StoredArray readAny(const FileBytes& file, const OpenOptions& options) {
  if (options.raw) return readRaw(file, options);
  if (file.has(kNpyMagic)) return readNpy(file, options);
  if (file.extension() == ".npy") return readNpy(file, options);
  return readRaw(file, options);
}

}  // namespace isochron
