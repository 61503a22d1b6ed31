// SPDX-License-Identifier: GPL-3.0-or-later
// PinnStage: a PINN of one velocity model and one source, as others train one for each.
#pragma once

#include "field/velocity_model.h"
#include "nn/mlp_pairs.h"
#include "training/pinn_config.h"
#include "training/stage.h"

namespace isochron {

/// Minimises the eikonal residual (EikonalLoss) of traveltimes T = r s(u(point)) of one model and
/// one source, with the ansatz, the losses and the derivatives that a latentPINN learns with. The
/// error is the RMAE against the solver, mean |T - Tref| / mean Tref, at every second node.
class PinnStage final : public Stage {
 public:
  /// Throws Error where the source lies outside of the model.
  PinnStage(const VelocityModel& model, Point source, const PinnConfig& config);
  /// Transfer: begins with what another has learnt, of another model or source. Throws Error where
  /// the archive holds no PINN with this network.
  void beginWith(const Archive& other);

  std::string kind() const override { return "pinn"; }
  void step() override;
  std::int64_t steps() const override { return optimiser_.steps(); }
  std::int64_t plannedSteps() const override { return config_.optimiser.steps; }
  Metrics metrics() override;
  std::int64_t heldOutCount() const override { return 0; }
  bool measuresError() const override { return true; }
  /// velocity, traveltime, reference (the solver's), error |T - Tref|, residual |v |grad T| - 1|.
  Snapshot snapshot(std::int64_t heldOut) override;
  /// learning_rate, gradient_clip, residual, semiconcavity, semiconcavity_bound, viscosity.
  bool adjust(const std::string& setting, double value) override;
  bool isSound() const override;
  void finish() override {}
  void save(Archive& archive) const override;
  void load(const Archive& archive) override;

  /// s, at any points (km) of the model.
  std::vector<float> traveltimes(std::span<const Point> points);
  /// As often as all nodes of the grid could have been points.
  double epochs() const;

 private:
  void takeBatch();
  EikonalLossTerms evaluate(std::span<const float> parameters, std::span<float> gradient);
  void checkNetwork(const Archive& archive) const;

  PinnConfig config_;
  VelocityModel model_;
  Point source_;
  Ansatz ansatz_;
  MlpPairs network_;
  std::vector<float> parameters_;
  Optimiser optimiser_;
  std::optional<CollocationStencil> stencil_;  // of the last step
  std::vector<std::array<double, 2>> points_;  // of it, in the unit box
  std::vector<float> velocity_;                // at them, km/s
  EikonalLossTerms sum_;                       // since the last metrics
  std::int64_t summed_ = 0;
  double learningSeconds_ = 0.0;
  Array reference_;  // the solver's times
};

}  // namespace isochron
