// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of ansatz, loss and collocation points as JSON, alike for every PINN.
#pragma once

#include <concepts>

#include "pinn/collocation.h"
#include "pinn/eikonal_loss.h"
#include "training/config.h"

namespace isochron {

/// Calls visit(key, value) for the numbers of the residual and the semiconcavity.
template <typename Config, typename Visit>
requires std::same_as<std::remove_const_t<Config>, EikonalLossConfig>
void visitSettings(Config& c, const Visit& visit) {
  visit("residual", c.residual);
  visit("semiconcavity", c.semiconcavity);
  visit("semiconcavity_bound", c.semiconcavityBound);
  visit("viscosity", c.viscosity);
}

/// "ansatz", "norm", "derivatives" and "sampler". Throws Error for unknown words.
void readWords(ConfigReader& reader, AnsatzKind& ansatz, EikonalLossConfig& loss, Sampler& sampler);
/// The reverse.
void writeWords(Json& json, AnsatzKind ansatz, const EikonalLossConfig& loss, Sampler sampler);

/// One of visitSettings() by its key; null for any other.
double* numberOf(EikonalLossConfig& loss, const std::string& key);
/// Throws Error (at that place) for a setting that is negative, infinite or no number.
void requireNotNegative(const std::string& place, const std::string& key, double value);

}  // namespace isochron
