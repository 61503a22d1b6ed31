// SPDX-License-Identifier: GPL-3.0-or-later
// Patches: many models cut from a few large ones, scaled and mirrored.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "generators/generators.h"

namespace isochron {

/// The parameters of patches, in their order, as those of a kind of model: "least", "most",
/// "stretch", "mirrored".
const std::vector<ModelParameterInfo>& patchParameters();

/// Cuts windows from models, at random places, and lays each over a box: lengths may change, since
/// traveltimes scale with them. Slowness is averaged where a patch has fewer nodes than its window.
class PatchSource {
 public:
  /// Values of patchParameters(), the standard ones where left out. Throws Error where there is no
  /// model or a parameter is out of bounds.
  explicit PatchSource(std::vector<std::shared_ptr<const VelocityModel>> models,
                       ModelParameters parameters = {});

  /// The same seed cuts the same patch. Any thread.
  VelocityModel cut(const Grid& grid, std::uint64_t seed) const;

 private:
  std::vector<std::shared_ptr<const VelocityModel>> models_;
  ModelParameters parameters_;
};

}  // namespace isochron
