// SPDX-License-Identifier: GPL-3.0-or-later
// Quantity: what the colours of the picture can show.
#pragma once

#include <memory>

#include "field/field.h"

namespace isochron {

/// In the order of the number keys. All after Traveltime are of the network's answer.
enum class Quantity { Velocity, Traveltime, Error, Residual, ReadBack, Reconstruction };

inline constexpr int kQuantityCount = 6;

inline bool needsNetwork(Quantity quantity) { return quantity > Quantity::Traveltime; }

}  // namespace isochron
