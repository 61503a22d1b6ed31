// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/ansatz.h"

#include <cmath>

#include "field/error.h"

namespace isochron {

std::string toText(AnsatzKind kind) { return kind == AnsatzKind::Bounded ? "bounded" : "original"; }

AnsatzKind ansatzKindOf(std::string_view text) {
  if (text == "bounded") return AnsatzKind::Bounded;
  if (text == "original") return AnsatzKind::Original;
  throw Error("ansatz", "'" + std::string(text) + "' is unknown", "choose bounded or original");
}

Ansatz::Slowness Ansatz::at(double u) const {
  if (kind == AnsatzKind::Original) {
    const double t = std::tanh(u), sign = u < 0.0 ? -1.0 : 1.0, slope = 1.0 - t * t;
    return {std::abs(t) / 3.0, sign * slope / 3.0, -2.0 * sign * t * slope / 3.0};
  }
  const double least = 1.0 / fastest, range = 1.0 / slowest - least;
  const double f = 1.0 / (1.0 + std::exp(-u)), slope = f * (1.0 - f);
  return {least + range * f, range * slope, range * slope * (1.0 - 2.0 * f)};
}

}  // namespace isochron
