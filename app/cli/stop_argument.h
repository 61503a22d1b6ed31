// SPDX-License-Identifier: GPL-3.0-or-later
// --stop-after: when training is to end, as it is typed.
#pragma once

#include <string>

#include "training/training.h"

namespace isochron::cli {

/// "1000steps", "60s", "10min", "2h" or "0.05error"; several with commas between them, whichever
/// comes first. Throws Error for anything else.
StopConditions parseStop(const std::string& text);

}  // namespace isochron::cli
