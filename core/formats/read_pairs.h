// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of a source and a receiver from a text file.
#pragma once

#include "formats/read_receivers.h"

namespace isochron {

/// Row by row; both tables have the same lines.
struct PairTable {
  ReceiverTable sources;
  ReceiverTable receivers;
};

/// A line per pair: source x, source z, receiver x, receiver z. Columns are found by the names in
/// the head (source_x or sx, receiver_z or rz, with a unit: sx_m), or else are the first four; see
/// readReceivers. `unit` of all: "km", "m"; empty: read from the head. Throws Error with file and
/// line.
PairTable readPairs(const std::filesystem::path& path, const std::string& unit = {});

}  // namespace isochron
