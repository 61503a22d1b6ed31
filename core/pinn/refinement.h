// SPDX-License-Identifier: GPL-3.0-or-later
// Refinement: better coefficients of a branch-trunk network for one velocity model.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "field/velocity_model.h"
#include "pinn/coefficient_fit.h"
#include "pinn/mean_slowness_field.h"
#include "pinn/refinement_outcome.h"
#include "pinn/traveltime_error_estimate.h"

namespace isochron {

/// Whichever of steps and time is used up first ends it. A budget of steps alone gives the same
/// answer under every load, on any number of threads, and on every machine with the same kernels;
/// one of time does not.
struct RefinementOptions {
  int steps = 60;
  std::optional<std::chrono::duration<double, std::milli>> time = {};  ///< none: any
  std::stop_token stop = {};  ///< ends it early, with the best so far
};

struct Refinement {
  std::vector<float> coefficients;
  int steps = 0;  ///< that were taken
  double milliseconds = 0.0;
  /// Mean |T - arrival| / mean arrival (TraveltimeErrorEstimate), of the answers before and after.
  double errorBefore = 0.0, errorAfter = 0.0;
  RefinementOutcome outcome = RefinementOutcome::Unfinished;
};

/// Gauss-Newton steps, damped after Levenberg and Marquardt, on the coefficients of the network's
/// fixed functions, towards the eikonal equation with the true velocity: the latent sees a part of
/// the model only, and what it leaves out comes back here. It knows no solution: each step asks
/// what the residual of the answer at hand says of its error (TraveltimeErrorEstimate: one upwind
/// pass in the order of that answer's times), and fits what the functions can express of that. A
/// step costs about as much as a solver's run; what it gives is an answer of the network's own,
/// smooth, and known at any point.
///
/// A step is taken where
/// - the mean |T - arrival| falls, arrivals the earliest that any answer has led to, and
/// - its root mean square is not above the first answer's, and
/// - T has no more local minima than before, the source's own not counted (localMinima()).
/// So it never harms as far as the estimate can tell, on velocities with jumps, too.
class Refiner {
 public:
  /// `field` is one of the model's grid, for that source; both must outlive it.
  Refiner(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model, Point source,
          std::vector<float> coefficients);

  /// Goes on from the last step; the numbers are of this call alone.
  Refinement advance(const RefinementOptions& options);
  /// The best so far.
  const std::vector<float>& coefficients() const { return best_.coefficients; }

 private:
  struct Answer {
    std::vector<float> coefficients;
    std::vector<float> times;  // s, at all nodes
    int minima = 0;
  };
  /// Relative to the arrivals.
  struct Error {
    double mean = 0.0, rootMeanSquare = 0.0;
  };
  Answer at(std::vector<float> coefficients);
  Error errorOf(const Answer& answer) const;
  void linearise();
  void step();
  bool isFinished() const;

  MeanSlownessField& field_;
  Ansatz ansatz_;
  Grid grid_;
  Point source_;
  TraveltimeErrorEstimate estimate_;
  std::vector<std::size_t> asked_;  // the nodes the network is asked at
  std::optional<CoefficientFit> fit_;
  std::optional<MisfitNorm> norm_;
  Answer first_, best_;
  double damping_ = 1e-4;
  bool linearised_ = false;
  int idleSteps_ = 0;  // in a row that gained next to nothing
};

/// All steps at once.
Refinement refine(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients,
                  const RefinementOptions& options = {});

}  // namespace isochron
