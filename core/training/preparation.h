// SPDX-License-Identifier: GPL-3.0-or-later
// Preparation: what goes on before a stage's first step, which may take long with many models.
#pragma once

#include <functional>
#include <stop_token>

#include "field/error.h"

namespace isochron {

struct Preparation {
  std::stop_token stop;
  /// What is being done ("encoding the models"), and how much of that, in [0, 1].
  std::function<void(const char* what, double done)> tell;

  /// Tells. Throws Cancelled where `stop` is raised.
  void at(const char* what, double done) const {
    if (stop.stop_requested()) throw Cancelled();
    if (tell) tell(what, done);
  }
};

}  // namespace isochron
