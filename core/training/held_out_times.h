// SPDX-License-Identifier: GPL-3.0-or-later
// HeldOutTimes: models that a latentPINN never learns from, and what the solver says of them.
#pragma once

#include <span>

#include "data/dataset.h"
#include "training/latent_pinn.h"
#include "training/preparation.h"

namespace isochron {

/// Errors are RMAE against the solver, mean |T - Tref| / mean Tref, means over the models. They are
/// taken at every second node along both axes.
class HeldOutTimes {
 public:
  HeldOutTimes() = default;
  /// The first of `models`, as many as the config's validationModels. With the source in the middle
  /// and, where the model learns other places too, at four random ones that the seed gives; those
  /// in boxes of other shapes where it learns such. Throws Cancelled.
  HeldOutTimes(const DataSet& data, std::span<const std::int64_t> models, const LatentPinn& model,
               const Preparation& preparation = {});

  bool hasMiddle() const { return !middle_.empty(); }
  bool hasAnywhere() const { return !anywhere_.empty(); }
  double errorInTheMiddle(LatentPinn& model) const { return errorOf(model, middle_); }
  double errorAnywhere(LatentPinn& model) const { return errorOf(model, anywhere_); }

 private:
  struct Group {
    Point source;
    EncodedModels models;
    std::vector<Point> nodes;
    std::vector<float> times;  // at the nodes, model by model
  };

  Group solve(const DataSet& data, std::span<const std::int64_t> models, const LatentPinn& model,
              const Grid& box, Point source, const Preparation& preparation) const;
  double errorOf(LatentPinn& model, const std::vector<Group>& groups) const;

  std::vector<Group> middle_, anywhere_;
};

}  // namespace isochron
