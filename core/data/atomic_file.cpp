// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces files as a whole.
#include "data/output_file.h"
#include "data/write_field.h"

namespace isochron {

void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
  OutputFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace isochron
