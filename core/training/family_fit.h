// SPDX-License-Identifier: GPL-3.0-or-later
// FamilyFit: how much a model is like those a latentPINN was trained on, and how well it answered
// for others like it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "field/velocity_model.h"

namespace isochron {

class LatentPinn;
struct EncodedModels;
class DataSet;
struct Preparation;

/// Of one model, without knowing its traveltimes.
struct ModelMeasures {
  double distance = 0.0;  ///< root mean square of the latents; each has variance 1 in the family
  double loss = 0.0;      ///< what latents leave out: root mean square of v - decoded, in standard
                          ///< deviations of what is standardised
  double contrast = 1.0;  ///< fastest over slowest velocity
};

/// A model never learnt from, and RMAE of the network's answer for a source anywhere.
struct HeldOutModel {
  ModelMeasures measures;
  double rmae = 0.0;
};

/// RMAE of held-out models that are like the one at hand.
struct UsualError {
  double median = 0.0;
  double high = 0.0;  ///< nine of ten are below
};

struct FamilyFit {
  ModelMeasures measures;
  /// 49 of 50 models held out are below; usual values of random fields where none were measured.
  ModelMeasures usual;
  /// km/s, of the models learnt from. Slower and faster ways cannot be answered. From 0 to infinity
  /// for a network that answers relative to the model's own.
  double slowest = 0.0;
  double fastest = 0.0;
  std::optional<UsualError> usualError;  ///< empty for files without held-out models
};

/// `decoded`: what the latents stand for, at the model's nodes, km/s.
ModelMeasures measuresOf(const LatentPinn& pinn, const VelocityModel& model,
                         const EncodedModels& encoded, const Array& decoded);
/// What the latents of one encoded model stand for, at the nodes of `model`, km/s.
Array reconstructionOf(const LatentPinn& pinn, const VelocityModel& model,
                       const EncodedModels& encoded);

FamilyFit familyFit(const LatentPinn& pinn, const ModelMeasures& measures);

/// Solves for each of the models of a set, with a source anywhere, in boxes as it was trained in.
std::vector<HeldOutModel> measureHeldOut(LatentPinn& pinn, const DataSet& data,
                                         std::span<const std::int64_t> models);

}  // namespace isochron
