// SPDX-License-Identifier: GPL-3.0-or-later
// Interpretation: the layout that a stored array has by what its file states, and where it states
// nothing by its values, its shape and its name; with the reasons, and with what stays doubtful.
#pragma once

#include <vector>

#include "formats/array_statistics.h"
#include "formats/stored_array.h"

namespace isochron {

struct Interpretation {
  ImportGuess guess;
  /// For each axis of the array whose coordinates are uneven: those of all nodes in the file's
  /// order, km, to the right or downward. Empty for all others.
  std::vector<std::vector<double>> uneven;
};

/// What the user says in `options` beats what the file states, and that beats guesses. Depth ends
/// up growing downward with the surface on top, x to the right; coordinates stay the file's, those
/// of heights with the other sign.
Interpretation interpret(const StoredArray& array, const FileBytes& file,
                         const ValueStatistics& values, const OpenOptions& options = {});

}  // namespace isochron
