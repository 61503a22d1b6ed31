// SPDX-License-Identifier: GPL-3.0-or-later
// PhaseSeparationSampler: patterns of two phases that part, by the Cahn-Hilliard equation.
#pragma once

#include <cstdint>

#include "field/field.h"
#include "field/work_monitor.h"
#include "generators/cosine_transform.h"

namespace isochron {

/// What shapes the patterns. The standard ones look like the published patterns of Mechanical
/// MNIST (Kobeissi and Lejeune, 2022), the second family of the latentPINN paper.
struct PhaseSeparationShape {
  double least = 0.3;   // the share of the faster phase lies between these
  double most = 0.7;    //
  double size = 1.0;    // of the structures, in those of the published patterns
  double edge = 0.012;  // from -0.76 to 0.76 in the middle of a border takes twice this, in boxes
};

/// u_t = Laplacian(u^3 - u - e^2 Laplacian u) (Cahn and Hilliard, 1958) from a noisy mixture, with
/// walls that nothing passes, until a random time: semi-implicit in time with a stabilised linear
/// part (Eyre, 1998; Shen and Yang, 2010), cosines in space. The box is the unit square. Borders
/// between the phases are then given the width `edge`, and each phase its share: where u runs from
/// phase to phase as tanh(d / (sqrt(2) e)), d the distance from the border, tanh(d / edge) is
/// returned. The same seed gives the same pattern on
/// grids of any fineness, to rounding. One object for one thread.
class PhaseSeparationSampler {
 public:
  /// For nz x nx nodes over the box. Throws Error for fewer than 2 x 2 nodes, shares not within
  /// (0.2, 0.8) or not in order, or a size or edge that is not positive.
  PhaseSeparationSampler(int nz, int nx, const PhaseSeparationShape& shape);

  /// In [-1, 1], shape (nz, nx). Throws Cancelled where the monitor stops it.
  Array sample(std::uint64_t seed, const WorkMonitor& monitor = {});

 private:
  struct Levels {
    double slower, border, faster;
  };
  void mix(std::uint64_t seed, double mean);
  void separate(double time, const WorkMonitor& monitor);
  Levels levels(double share);

  PhaseSeparationShape shape_;
  int n_;  // values along each axis of the simulation
  CosineTransform cosines_;
  Array laplacian_;  // minus its eigenvalues, times e^2
  Array toRows_;     // (nz, n): cosines at the nodes
  Array toColumns_;  // (n, nx)
  Array spectrum_;
  Array force_;
};

}  // namespace isochron
