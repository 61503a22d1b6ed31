// SPDX-License-Identifier: GPL-3.0-or-later
// Optimiser: Adam or L-BFGS on a network's parameters, as a part of a run that can be saved.
#pragma once

#include <concepts>
#include <functional>
#include <optional>

#include "nn/flat_adam.h"
#include "nn/flat_lbfgs.h"
#include "pinn/eikonal_loss.h"
#include "training/learning_rate.h"

namespace isochron {

struct OptimiserConfig {
  std::int64_t steps = 20000;  // 0: until it is stopped
  std::string kind = "adam";   // or "lbfgs"
  int batchSteps = 20;         // that L-BFGS takes with the same batch
  std::string schedule = "cosine";
  double learningRate = 4e-3;
  double leastLearningRate = 2e-5;
  int epoch = 60;             // steps, for "plateau":
  int patience = 200;         // epochs without a smaller loss until the learning rate is halved
  int warmUp = 200;           // steps until the learning rate is whole
  double gradientClip = 1.0;  // norm above which a gradient is shortened; 0: never
  double beta2 = 0.99;        // Adam's

  bool isLbfgs() const { return kind == "lbfgs"; }
  /// Throws Error (at that place) for impossible values.
  void check(const std::string& place) const;
};

/// Calls visit(key, value) for every setting.
template <typename Config, typename Visit>
requires std::same_as<std::remove_const_t<Config>, OptimiserConfig>
void visitSettings(Config& c, const Visit& visit) {
  visit("steps", c.steps);
  visit("optimiser", c.kind);
  visit("batch_steps", c.batchSteps);
  visit("schedule", c.schedule);
  visit("learning_rate", c.learningRate);
  visit("least_learning_rate", c.leastLearningRate);
  visit("epoch", c.epoch);
  visit("patience", c.patience);
  visit("warm_up", c.warmUp);
  visit("gradient_clip", c.gradientClip);
  visit("beta2", c.beta2);
}

class Optimiser {
 public:
  Optimiser(const OptimiserConfig& config, std::size_t parameters);

  /// The loss at the parameters, and its derivatives by them.
  using Loss =
      std::function<EikonalLossTerms(std::span<const float> parameters, std::span<float> gradient)>;
  /// One step down. The terms of Adam are those before the step, of L-BFGS those after it.
  EikonalLossTerms step(std::span<float> parameters, const Loss& loss);
  /// Steps taken so far.
  std::int64_t steps() const { return steps_; }
  /// The number of the batch that the next step takes, and whether it is the first to take it.
  std::int64_t batch() const { return steps_ / batchSteps(); }
  bool beginsBatch() const { return steps_ % batchSteps() == 0; }
  /// From here on the loss is another function, though the batch is the same.
  void forget() { lbfgs_.forget(); }

  /// With what was adjusted.
  const OptimiserConfig& config() const { return config_; }
  /// Of the next step; empty for L-BFGS, whose line search finds the length.
  std::optional<double> learningRate() const;
  /// learning_rate and gradient_clip. False for any other. Throws Error for impossible values.
  bool adjust(const std::string& setting, double value);

  void save(Archive& archive) const;
  /// Throws Error where the archive is damaged, or of another network.
  void load(const Archive& archive);

 private:
  std::int64_t batchSteps() const { return config_.isLbfgs() ? config_.batchSteps : 1; }
  EikonalLossTerms adamStep(std::span<float> parameters, const Loss& loss);
  EikonalLossTerms lbfgsStep(std::span<float> parameters, const Loss& loss);
  void clipGradient();
  void saveLbfgs(Archive& archive) const;
  void loadLbfgs(const Archive& archive);

  OptimiserConfig config_;
  LearningRate schedule_;
  FlatAdam adam_;
  FlatLbfgs lbfgs_;
  EikonalLossTerms reached_;  // by the last step of L-BFGS
  std::vector<float> gradient_;
  double epochLoss_ = 0.0;  // since the last epoch
  std::int64_t steps_ = 0;
};

}  // namespace isochron
