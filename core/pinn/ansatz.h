// SPDX-License-Identifier: GPL-3.0-or-later
// Ansatz: how a network's output becomes a traveltime.
#pragma once

#include <string>
#include <string_view>

namespace isochron {

/// Bounded: s = 1/vmax + (1/vmin - 1/vmax) sigmoid(u), so that r/vmax <= T <= r/vmin.
/// Original: s = |tanh u| / 3, the original code's, whose paths are never slower than 3 km/s.
enum class AnsatzKind { Bounded, Original };

/// "bounded", "original". The second throws Error (place "ansatz") for any other.
std::string toText(AnsatzKind kind);
AnsatzKind ansatzKindOf(std::string_view text);

/// T = r s(u): r km from the source, s the mean slowness on the way, s/km. What is singular at the
/// source lies in r, and T = 0 there whatever the network says.
struct Ansatz {
  AnsatzKind kind = AnsatzKind::Bounded;
  double slowest = 2.0;  ///< km/s, of all models
  double fastest = 6.0;  ///< km/s

  struct Slowness {
    double value = 0.0;   ///< s/km
    double first = 0.0;   ///< ds/du
    double second = 0.0;  ///< d2s/du2
  };
  Slowness at(double u) const;
  double meanSlowness(double u) const { return at(u).value; }
};

}  // namespace isochron
