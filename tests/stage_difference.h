// SPDX-License-Identifier: GPL-3.0-or-later
// difference(): whether two stages hold the same, bit for bit.
#pragma once

#include <string>

#include "training/stage.h"

namespace isochron::tests {

/// Names of what differs; empty where both hold the same.
inline std::string difference(const Stage& first, const Stage& second) {
  Archive a, b;
  first.save(a);
  second.save(b);
  std::string names = a.metadata == b.metadata ? "" : "metadata ";
  for (const auto& [name, array] : a.arrays())
    if (!b.contains(name) || array.bytes != b.at(name).bytes) names += name + ' ';
  return names;
}

}  // namespace isochron::tests
