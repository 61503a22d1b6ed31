// SPDX-License-Identifier: GPL-3.0-or-later
// runComparison(): training anew for one model beside a trained latentPINN, without LibTorch here.
#pragma once

#include <functional>
#include <stop_token>

#include "training/comparison.h"

namespace isochron {

/// compare() with a latentPINN's archive and the settings of a PINN (PinnConfig). Loads LibTorch
/// when it is first called; any thread. Throws Error, and Cancelled.
Comparison runComparison(const Archive& latentPinn, const ComparisonRequest& request,
                         const Json& settings, const std::function<void(const Comparison&)>& tell,
                         const std::stop_token& stop);

}  // namespace isochron
