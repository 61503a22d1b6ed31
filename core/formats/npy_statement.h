// SPDX-License-Identifier: GPL-3.0-or-later
// NpyStatement: what this program says about its own npy files, inside their header.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "field/grid.h"

namespace isochron {

/// How models were generated: enough to generate them again.
struct GeneratorRecord {
  std::string kind;                                        // "random-field"
  std::optional<std::uint64_t> seed;                       // of the first model; the next has S + 1
  std::vector<std::pair<std::string, double>> parameters;  // all of the kind's, by name
  friend bool operator==(const GeneratorRecord&, const GeneratorRecord&) = default;
};

/// The geometry of velocities in km/s, [..., iz, ix], and where they come from.
struct NpyStatement {
  double dx = 0.0;  // km
  double dz = 0.0;  // km
  Point origin;     // km, of the first node
  std::optional<GeneratorRecord> generator;
  friend bool operator==(const NpyStatement&, const NpyStatement&) = default;
};

/// An npy header is a Python literal, and may end in a comment that NumPy skips: numpy.load() reads
/// these files as any other, and what is said here survives copying and renaming. One line:
///   # isochron 1: dx_km=0.04 dz_km=0.008 x0_km=0 z0_km=0 values=km/s kind=salt seed=7 salt=4.5
/// Without its end of line.
std::string toComment(const NpyStatement& statement);

/// Looks for the comment in what follows the dictionary; empty where there is none, or where it
/// does not say a sound spacing.
std::optional<NpyStatement> statementIn(std::string_view afterDictionary);

/// "random-field, seed 7, alpha 2.5, tau 7": for people.
std::string toText(const GeneratorRecord& generator);

}  // namespace isochron
