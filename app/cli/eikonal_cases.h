// SPDX-License-Identifier: GPL-3.0-or-later
// EikonalCase: a model whose traveltimes are known, to measure the solver by.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "field/velocity_model.h"

namespace isochron::cli {

struct EikonalCase {
  std::string name;
  VelocityModel model;
  Point source;  // km
  Array exact;   // s, (nz, nx)
};

/// Constant velocity and v = 2 + 3 z in the box 5 km x 1 km by their closed forms, sources on and
/// off the nodes.
std::vector<EikonalCase> closedFormCases();

/// The random field whose reference lies in `folder` (eikonal/grf_128_v.npy and grf_128_t.npy);
/// nothing where they are absent. Throws Error where they cannot be read.
std::optional<EikonalCase> randomFieldCase(const std::filesystem::path& folder);

}  // namespace isochron::cli
