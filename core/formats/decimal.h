// SPDX-License-Identifier: GPL-3.0-or-later
// Decimal: numbers as text that reads back to the same bits, in every locale.
#pragma once

#include <string>

namespace isochron {

/// The shortest text for the value: "0.1", "1e-09", "nan".
std::string decimal(double value);

}  // namespace isochron
