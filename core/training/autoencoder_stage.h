// SPDX-License-Identifier: GPL-3.0-or-later
// AutoencoderStage: how the convolutional autoencoder learns.
#pragma once

#include "training/adam.h"
#include "training/autoencoder.h"
#include "training/learning_rate.h"
#include "training/preparation.h"
#include "training/stage.h"

namespace isochron {

/// Minimises mean |x - decode(z)|^2 + klWeight KL(N(mean, variance) || N(0, 1)), z drawn from
/// N(mean, variance) of the latents (Kingma and Welling, 2014), over batches of the training part
/// of the set, by Adam with clipped gradients.
class AutoencoderStage final : public Stage {
 public:
  /// Throws Error for a set that does not suit the network, and Cancelled.
  AutoencoderStage(DataSet data, const AutoencoderConfig& config,
                   const Preparation& preparation = {});

  std::string kind() const override { return "autoencoder"; }
  void step() override;
  std::int64_t steps() const override { return steps_; }
  std::int64_t plannedSteps() const override { return config_.epochs * stepsPerEpoch_; }
  Metrics metrics() override;
  std::int64_t heldOutCount() const override { return std::ssize(split_.validation); }
  bool measuresError() const override { return heldOutCount() > 0 && config_.validationModels > 0; }
  Snapshot snapshot(std::int64_t heldOut) override;
  /// learning_rate, kl_weight, gradient_clip.
  bool adjust(const std::string& setting, double value) override;
  bool isSound() const override { return parameters_->areFinite(); }
  void finish() override;
  void save(Archive& archive) const override;
  void load(const Archive& archive) override;

  const DataSplit& split() const { return split_; }
  const DataSet& data() const { return data_; }

 private:
  torch::Tensor lossOf(const torch::Tensor& fields);
  void endEpoch();
  double validationError();
  torch::Tensor fieldsOf(std::span<const std::int64_t> indices) const;
  void checkSameRun(const Archive& archive) const;

  AutoencoderConfig config_;
  DataSet data_;
  DataSplit split_;
  Standardisation standardisation_;
  std::int64_t stepsPerEpoch_ = 1;
  LearningRate learningRate_;
  torch::Generator weightsGenerator_;
  torch::Generator noise_;
  std::shared_ptr<AutoencoderNetwork> network_;
  std::unique_ptr<FlatParameters> parameters_;
  std::unique_ptr<Adam> adam_;
  std::int64_t steps_ = 0;
  std::int64_t orderEpoch_ = -1;  // whose order is held
  std::vector<std::int64_t> order_;
  torch::Tensor sums_;       // loss, misfit, KL and their count since the last metrics
  torch::Tensor epochLoss_;  // sum over this epoch
  torch::Tensor latentMean_;
  torch::Tensor latentDeviation_;
  bool finished_ = false;
};

}  // namespace isochron
