// SPDX-License-Identifier: GPL-3.0-or-later
// GenerateSource: what the generate command makes models from.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "generators/generator_record.h"
#include "generators/generators.h"
#include "import_options.h"

namespace isochron::cli {

/// As typed on the command line.
struct GenerateWish {
  std::string kind;                         // of modelKinds(), or "patches"
  std::vector<std::string> settings;        // "alpha=3"
  std::filesystem::path recipe;             // empty: none
  std::vector<std::filesystem::path> from;  // what patches are cut from
  ImportOptions import;                     // how those are read
};

struct GenerateSource {
  std::function<ModelMaker()> makeMaker;  // a maker for each thread
  bool single = false;                    // all seeds give the same model
  GeneratorRecord record;                 // without a seed; of a recipe without parameters
};

/// Throws Error where the wish cannot be met.
GenerateSource generateSource(const GenerateWish& wish, const Grid& grid);

/// The recipe that a model of that seed is made from, as JSON. Throws Error for kinds without one.
std::string recipeOf(const GenerateWish& wish, const Grid& grid, std::uint64_t seed);

/// All kinds and their parameters, for the help.
std::string kindsHelp();

}  // namespace isochron::cli
