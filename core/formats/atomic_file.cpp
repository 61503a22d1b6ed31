// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces files as a whole.
#include "formats/output_file.h"
#include "formats/write_field.h"

namespace isochron {

void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
  OutputFile file(path);
  file.write(bytes);
  file.commit();
}

}  // namespace isochron
