// SPDX-License-Identifier: GPL-3.0-or-later
// Guess: the layout that a stored array probably has, with the reasons.
#pragma once

#include "formats/array_statistics.h"
#include "formats/stored_array.h"

namespace isochron {

/// What the file says counts; what it leaves open is guessed from its values, its shape and its
/// name, in this order.
ImportGuess guessLayout(const StoredArray& array, const FileBytes& file,
                        const ValueStatistics& values);

}  // namespace isochron
