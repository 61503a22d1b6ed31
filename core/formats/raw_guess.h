// SPDX-License-Identifier: GPL-3.0-or-later
// RawGuess: what a file without a header probably holds.
#pragma once

#include <string>

#include "formats/file_bytes.h"
#include "formats/velocity_file.h"

namespace isochron {

struct RawGuess {
  RawShape shape;
  std::string reason;  // a sentence
};

/// Tries number types, byte orders and row lengths: the values must be plausible velocities, and
/// the step from one value to the next must look alike in neighbouring rows. Throws Error where
/// nothing fits.
RawGuess guessRawShape(const FileBytes& file);

}  // namespace isochron
