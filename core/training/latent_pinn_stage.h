// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinnStage: how stage 2 of a latentPINN learns.
#pragma once

#include <chrono>
#include <optional>

#include "training/held_out_times.h"
#include "training/latent_pinn.h"
#include "training/optimiser.h"
#include "training/pinn_batch.h"
#include "training/stage.h"

namespace isochron {

/// Minimises the eikonal residual (EikonalLoss), and with labels the misfit to solved times, of
/// traveltimes T = r s(u(point, source, latent)) over sources, models and points drawn anew for
/// every step of Adam, and for every few of L-BFGS. The error is the RMAE against the solver, mean
/// |T - Tref| / mean Tref, the mean over models held out, the source in the middle.
class LatentPinnStage final : public Stage {
 public:
  /// Throws Error where the data set does not suit the latents, and Cancelled.
  LatentPinnStage(DataSet data, std::shared_ptr<const LatentModel> latents,
                  const LatentPinnConfig& config, const Preparation& preparation = {});
  /// Begins with what another has learnt. Throws Error where its network or ansatz is another.
  void beginWith(const LatentPinn& other);

  std::string kind() const override { return "latentpinn"; }
  void step() override;
  std::int64_t steps() const override { return optimiser_.steps(); }
  std::int64_t plannedSteps() const override { return config_.optimiser.steps; }
  Metrics metrics() override;
  std::int64_t heldOutCount() const override { return std::ssize(split_.validation); }
  bool measuresError() const override { return heldOut_.hasMiddle(); }
  /// velocity, traveltime, reference (the solver's), error |T - Tref|, residual |v |grad T| - 1|;
  /// the source in the middle.
  Snapshot snapshot(std::int64_t heldOut) override;
  /// learning_rate, gradient_clip, and the weights residual, semiconcavity, labels, viscosity and
  /// semiconcavity_bound; labels only where they had a weight from the start.
  bool adjust(const std::string& setting, double value) override;
  bool isSound() const override;
  void finish() override;
  void save(Archive& archive) const override;
  void load(const Archive& archive) override;

  LatentPinn& model() { return model_; }
  const DataSplit& split() const { return split_; }

 private:
  /// The model of the last snapshot, and what the solver says of it.
  struct Shown {
    std::int64_t index = -1;  // in the set
    Field velocity;
    EncodedModels models;
    Array reference;
  };
  void takeBatch();
  EikonalLossTerms evaluate(std::span<const float> parameters, std::span<float> gradient);
  double* adjustable(const std::string& setting);
  const Shown& shown(std::int64_t index);
  void checkSameRun(const Archive& archive) const;

  LatentPinnConfig config_;
  DataSet data_;
  DataSplit split_;
  LatentPinn model_;
  PinnBatches batches_;
  std::optional<PinnBatch> batch_;  // of the last step
  UnitBox box_;
  Optimiser optimiser_;
  EikonalLossTerms sum_;  // since the last metrics
  std::int64_t summed_ = 0;
  double learningSeconds_ = 0.0;
  double pairsLearnt_ = 0.0;
  HeldOutTimes heldOut_;
  Shown shown_;
};

}  // namespace isochron
