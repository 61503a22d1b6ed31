// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/comparing.h"

#include "training/compare.h"
#include "training/latent_pinn.h"
#include "training/pinn_config.h"
#include "training/training.h"

/// Found by name in the library: see learning_library.h.
extern "C" void isochronCompare(const isochron::Archive& latentPinn,
                                const isochron::ComparisonRequest& request,
                                const isochron::Json& settings,
                                const std::function<void(const isochron::Comparison&)>& tell,
                                const std::stop_token& stop, isochron::Comparison& result) {
  using namespace isochron;
  const PinnConfig config = PinnConfig::fromJson(settings);
  LatentPinn pinn(latentPinn, config.threads);
  result = compare(request, pinn, trainingSecondsOf(latentPinn), config, tell, stop);
}
