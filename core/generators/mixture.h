// SPDX-License-Identifier: GPL-3.0-or-later
// Mixture: shares of several kinds of model, each with random parameters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generators/generators.h"

namespace isochron {

/// A number drawn anew for each model: evenly in its logarithm where both bounds are positive,
/// else evenly.
struct RandomNumber {
  double least = 0.0;
  double most = 0.0;  // the same: no chance in it
};

struct MixturePart {
  ModelKind kind = ModelKind::RandomField;
  double share = 1.0;                    // of all models, relative to the others'
  std::vector<RandomNumber> parameters;  // of the kind, in its order
};

struct Mixture {
  std::vector<MixturePart> parts;
  /// This share of the models gets velocities v' = a v^b, so that the fastest is `contrast` times
  /// the slowest; those beyond the bounds below always do.
  double recast = 0.5;
  RandomNumber contrast{1.2, 6.0};
  double slowest = 1.0;  // km/s
  double fastest = 6.0;
};

/// A kind with the parameters it has in mixtures unless told otherwise: as varied as is plausible.
MixturePart standardPart(ModelKind kind, double share);

/// Throws Error where there is nothing to choose from, or a number is out of bounds.
void checkMixture(const Mixture& mixture);

VelocityModel generate(const Mixture& mixture, const Grid& grid, std::uint64_t seed,
                       const WorkMonitor& monitor = {});

/// As JSON, to be read, edited and read back.
std::string mixtureText(const Mixture& mixture);
/// `name` is told in errors. Parts name their kind and share, and those of its parameters that are
/// not to have standard values: a number, or [least, most]. Throws Error.
Mixture parseMixture(const std::string& text, const std::string& name);

}  // namespace isochron
