// SPDX-License-Identifier: GPL-3.0-or-later
// AnsweringNetwork: a trained latentPINN as the live-answer thread sees it, without LibTorch.
#pragma once

#include <functional>
#include <memory>

#include "eikonal/traveltimes.h"
#include "field/velocity_model.h"
#include "pinn/refinement_outcome.h"
#include "training/archive.h"
#include "training/family_fit.h"

namespace isochron {

struct NetworkQuestion {
  /// With the nodes and the extent of the network's grid, whose origin may be another; of any where
  /// the network answers for any box.
  std::shared_ptr<const VelocityModel> model;
  Point source;                                  // km, inside the grid
  std::shared_ptr<const Traveltimes> reference;  // the solver's
};

struct NetworkReply {
  std::shared_ptr<const Traveltimes> traveltimes;
  double rmae = 0.0;  // mean |T - Tref| / mean Tref
  double re = 0.0;    // ||T - Tref|| / ||Tref||
  FamilyFit fit;
  double milliseconds = 0.0;        // from the velocities to all traveltimes
  double sourceMilliseconds = 0.0;  // beside it, for a new source; 0 where it was known
  double refinedMilliseconds = 0.0;
  RefinementOutcome refinement = RefinementOutcome::Unfinished;  // of what was refined
};

/// Serves one thread at a time.
class AnsweringNetwork {
 public:
  AnsweringNetwork() = default;
  AnsweringNetwork(const AnsweringNetwork&) = delete;
  AnsweringNetwork& operator=(const AnsweringNetwork&) = delete;
  virtual ~AnsweringNetwork() = default;

  /// Of the models learnt from.
  virtual const Grid& grid() const = 0;
  virtual bool anyBox() const = 0;
  virtual bool canRefine() const = 0;
  virtual NetworkReply answer(const NetworkQuestion& question) = 0;
  /// The answer after about so many more milliseconds of refinement with the true velocity; what
  /// was refined before for the same model and source is gone on with.
  virtual NetworkReply refine(const NetworkQuestion& question, double milliseconds) = 0;
  /// The velocities that the latents of the model stand for, km/s, (nz, nx).
  virtual Array reconstruction(const NetworkQuestion& question) = 0;
};

using NetworkOpener = std::function<std::unique_ptr<AnsweringNetwork>(const Archive&)>;

/// Of a latentPINN's archive. Loads LibTorch when it is first called; any thread. Throws Error
/// where the archive holds none, or where the program's learning library is missing.
std::unique_ptr<AnsweringNetwork> openNetwork(const Archive& archive);

}  // namespace isochron
