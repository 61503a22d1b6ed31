// SPDX-License-Identifier: GPL-3.0-or-later
// TraveltimeErrors: the yardsticks by which traveltimes are compared.
#pragma once

#include <span>
#include <vector>

namespace isochron {

/// Of one model, nodes with a reference of 0 (the source) left out.
struct TraveltimeErrors {
  double rmae = 0.0;  ///< mean |T - Tref| / mean Tref
  double re = 0.0;    ///< ||T - Tref|| / ||Tref||
};
TraveltimeErrors traveltimeErrors(std::span<const float> times, std::span<const float> reference);

/// Over many models.
struct ErrorSummary {
  double mean = 0.0, median = 0.0, p95 = 0.0, worst = 0.0;
};
/// Percentiles by linear interpolation. Zero of no errors.
ErrorSummary summarise(std::vector<double> errors);

}  // namespace isochron
