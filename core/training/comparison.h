// SPDX-License-Identifier: GPL-3.0-or-later
// Comparison: a PINN trained anew for one model, beside a trained latentPINN and the solver.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "field/velocity_model.h"
#include "training/archive.h"

namespace isochron {

/// RandomWeights: a PINN from random weights ("vanilla"). Transfer: the same network, from what it
/// has learnt of another model. LatentPinn: the answer of a trained latentPINN, without training.
/// Refined: that answer with its coefficients refined. Solver: the conventional solver.
enum class Contender { RandomWeights, Transfer, LatentPinn, Refined, Solver };

/// "random_weights", "transfer", "latentpinn", "refined", "solver".
std::string toText(Contender contender);
/// True for the PINNs of this model alone.
bool trains(Contender contender);

/// How good an answer was after so much work on this model and source.
struct ComparedAnswer {
  double seconds = 0.0;  // of work, measuring left out
  double epochs = 0.0;   // of training: every node of the grid could have been a point as often;
                         // of refinement: steps
  double loss = 0.0;     // mean |v |grad T| - 1| at the nodes (upwindResidual)
  double rmae = 0.0;     // mean |T - Tref| / mean Tref at the nodes
};

/// In the order in which the answers came; of a latentPINN and the solver there is one.
struct ComparedCurve {
  Contender contender = Contender::Solver;
  std::vector<ComparedAnswer> answers;

  /// The first answer with an error of at most that; none where there is none.
  std::optional<ComparedAnswer> firstWithin(double rmae) const;
};

/// Number of pairs of a model and a source after which training a latentPINN has taken less time
/// than another way to the same error: training / (seconds of that way - seconds of an answer).
struct BreakEven {
  Contender against = Contender::RandomWeights;
  Contender answer = Contender::LatentPinn;  // or Refined: whose error is to be met
  double rmae = 0.0;                         // that error
  double seconds = 0.0;                      // that the other way took to it
  bool reached = true;  // false: it has not got there in `seconds`, so pairs is a bound
  /// Empty: never, as the other way takes less time an answer; unknown where it was not reached.
  std::optional<double> pairs;
};

struct Comparison {
  std::vector<ComparedCurve> curves;
  /// Of the latentPINN, seconds, if its file says so; of earlier runs that it began with, too.
  std::optional<double> trainingSeconds;
  double donorSeconds = 0.0;  // training the PINN that transfer begins with, on another model
  double donorRmae = 0.0;     // its error there

  const ComparedCurve* find(Contender contender) const;
  /// Of all PINNs so far, seconds.
  double trainedSeconds() const;
  /// Empty without trainingSeconds. For each way, against the answer and the refined answer.
  std::vector<BreakEven> breakEvens() const;
  Json toJson() const;
  /// contender,seconds,epochs,loss,rmae: a row for every answer.
  std::string toCsv() const;
};

struct ComparisonRequest {
  VelocityModel model;
  Point source;
  double seconds = 60.0;  // of training, for either PINN
  int refinementSteps = 200;
  std::optional<VelocityModel> other;  // that transfer begins with; none: a random field between
                                       // the model's own bounds

  /// Of training in all, s: from random weights, on the other model, and from its weights.
  double trainingSeconds() const { return 3.0 * seconds; }
};

}  // namespace isochron
