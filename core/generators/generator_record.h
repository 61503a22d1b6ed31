// SPDX-License-Identifier: GPL-3.0-or-later
// GeneratorRecord of a kind of models: what is written into files of generated models.
#pragma once

#include "formats/npy_statement.h"
#include "generators/generators.h"

namespace isochron {

/// All parameters by name; those left out have their defaults. Throws Error as
/// completeParameters() does.
GeneratorRecord generatorRecord(ModelKind kind, std::optional<std::uint64_t> firstSeed,
                                const ModelParameters& parameters);
/// The same for any list of parameters.
GeneratorRecord generatorRecord(const std::string& kind,
                                const std::vector<ModelParameterInfo>& infos,
                                std::optional<std::uint64_t> firstSeed,
                                const ModelParameters& parameters);

}  // namespace isochron
