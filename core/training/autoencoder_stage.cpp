// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/autoencoder_stage.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "generators/random_stream.h"
#include "training/archive_tensors.h"
#include "training/threads.h"

namespace isochron {
namespace {

/// Models over which the latents are standardised; more would not change the digits that matter.
constexpr std::size_t kStandardisedOver = 4096;

std::int64_t stepsPerEpoch(std::size_t models, int batch) {
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(models) / batch);
}

Schedule scheduleOf(const AutoencoderConfig& config, std::int64_t stepsPerEpoch) {
  Schedule schedule;
  schedule.kind = scheduleKindOf(config.schedule);
  schedule.initial = config.learningRate;
  schedule.least = std::min(schedule.least, config.learningRate);
  schedule.patience = config.patience;
  schedule.steps = config.epochs * stepsPerEpoch;
  return schedule;
}

}  // namespace

AutoencoderStage::AutoencoderStage(DataSet data, const AutoencoderConfig& config,
                                   const Preparation& preparation)
    : config_((useThreads(config.threads), config)),
      data_(std::move(data)),
      split_(splitModels(data_.count(), config.validation, config.test, config.seed)),
      standardisation_(
          (preparation.at("measuring the models", 0.0),
           data_.standardisation(split_.train, config.threads, preparation.stop, config.relative))),
      stepsPerEpoch_(stepsPerEpoch(split_.train.size(), config.batch)),
      learningRate_(scheduleOf(config, stepsPerEpoch_)),
      weightsGenerator_(makeGenerator(seedOf(config.seed, 0))),
      noise_(makeGenerator(seedOf(config.seed, 1))),
      network_(std::make_shared<AutoencoderNetwork>(config, data_.grid(), weightsGenerator_)),
      sums_(torch::zeros({4})),
      epochLoss_(torch::zeros({})),
      latentMean_(torch::zeros({config.latents})),
      latentDeviation_(torch::ones({config.latents})) {
  parameters_ = std::make_unique<FlatParameters>(network_->parameters());
  adam_ = std::make_unique<Adam>(*parameters_);
}

torch::Tensor AutoencoderStage::fieldsOf(std::span<const std::int64_t> indices) const {
  return batchOf(data_, indices, standardisation_, config_.threads);
}

torch::Tensor AutoencoderStage::lossOf(const torch::Tensor& fields) {
  const AutoencoderNetwork::Latents latents = network_->encode(fields);
  const torch::Tensor noise = torch::randn(latents.mean.sizes(), noise_);
  const torch::Tensor z = latents.mean + (0.5 * latents.logVariance).exp() * noise;
  const torch::Tensor misfit = (network_->decode(z) - network_->asChannels(fields)).square().mean();
  const torch::Tensor kl =
      0.5 *
      (latents.mean.square() + latents.logVariance.exp() - 1.0 - latents.logVariance).sum(1).mean();
  torch::Tensor loss = misfit + config_.klWeight * kl;
  const torch::NoGradGuard noGradients;
  sums_ += torch::stack({loss, misfit, kl, torch::ones({})});
  return loss;
}

void AutoencoderStage::step() {
  const std::int64_t epoch = steps_ / stepsPerEpoch_;
  if (orderEpoch_ != epoch) {
    order_ = shuffled(split_.train, config_.seed, epoch);
    orderEpoch_ = epoch;
  }
  const auto batch = static_cast<std::size_t>(config_.batch);
  const auto first = static_cast<std::size_t>(steps_ % stepsPerEpoch_) * batch;
  const auto indices = std::span(order_).subspan(first, std::min(batch, order_.size() - first));
  parameters_->zeroGradients();
  const torch::Tensor loss = lossOf(fieldsOf(indices));
  loss.backward();
  epochLoss_ += loss.detach();
  if (config_.gradientClip > 0.0) parameters_->clipGradients(config_.gradientClip);
  adam_->step(learningRate_.at(steps_));
  finished_ = false;
  if (++steps_ % stepsPerEpoch_ == 0) endEpoch();
}

void AutoencoderStage::endEpoch() {
  learningRate_.epochEnded(epochLoss_.item<double>() / static_cast<double>(stepsPerEpoch_));
  epochLoss_.zero_();
}

double AutoencoderStage::validationError() {
  const torch::NoGradGuard noGradients;
  const std::size_t count =
      std::min(split_.validation.size(), static_cast<std::size_t>(config_.validationModels));
  double lost = 0.0, all = 0.0;
  for (std::size_t at = 0; at < count; at += kModelsAtOnce) {
    const torch::Tensor fields =
        fieldsOf(std::span(split_.validation).subspan(at, std::min(kModelsAtOnce, count - at)));
    const torch::Tensor back = network_->decodeField(network_->encode(fields).mean);
    lost += (fields - back).square().sum().item<double>();
    all += fields.square().sum().item<double>();
  }
  return std::sqrt(lost / all);
}

Metrics AutoencoderStage::metrics() {
  const double count = std::max(1.0, sums_[3].item<double>());
  Metrics metrics;
  metrics.step = steps_;
  metrics.values = {{"loss", sums_[0].item<double>() / count},
                    {"misfit", sums_[1].item<double>() / count},
                    {"kl", sums_[2].item<double>() / count},
                    {"learning_rate", learningRate_.at(steps_)}};
  if (!split_.validation.empty() && config_.validationModels > 0)
    metrics.values.emplace_back(kErrorMetric, validationError());
  sums_.zero_();
  return metrics;
}

bool AutoencoderStage::adjust(const std::string& setting, double value) {
  if (setting == "learning_rate") {
    learningRate_.setInitial(value);
    config_.learningRate = value;
    return true;
  }
  if (setting != "kl_weight" && setting != "gradient_clip") return false;
  if (!(value >= 0.0) || !std::isfinite(value))
    throw Error("autoencoder settings", "'" + setting + "' cannot be negative", "set it to 0");
  (setting == "kl_weight" ? config_.klWeight : config_.gradientClip) = value;
  return true;
}

Snapshot AutoencoderStage::snapshot(std::int64_t heldOut) {
  const torch::NoGradGuard noGradients;
  const std::int64_t shown = heldOutModel(split_, heldOut);
  const Field velocity = data_.read(shown).field();
  const VelocityBounds bounds{velocity.values.minCoeff(), velocity.values.maxCoeff()};
  const torch::Tensor back =
      velocitiesOf(network_->decodeField(network_->encode(fieldsOf({&shown, 1})).mean),
                   standardisation_, {&bounds, 1})[0]
          .to(torch::kFloat64)
          .contiguous();
  const Grid& grid = data_.grid();
  const Array decoded = Eigen::Map<const Array>(back.data_ptr<double>(), grid.nz, grid.nx);
  return {steps_,
          {{"velocity", velocity},
           {"reconstruction", {grid, decoded}},
           {"error", {grid, (decoded - velocity.values).abs()}}},
          {}};
}

void AutoencoderStage::finish() {
  const torch::NoGradGuard noGradients;
  const std::vector<std::int64_t> order = shuffled(split_.train, config_.seed, 0);
  const std::size_t count = std::min(order.size(), kStandardisedOver);
  std::vector<torch::Tensor> parts;
  for (std::size_t at = 0; at < count; at += kModelsAtOnce)
    parts.push_back(
        network_
            ->encode(fieldsOf(std::span(order).subspan(at, std::min(kModelsAtOnce, count - at))))
            .mean);
  const torch::Tensor latents = torch::cat(parts);
  latentMean_ = latents.mean(0);
  // A latent that never changes stays at zero instead of becoming infinite.
  latentDeviation_ = (latents - latentMean_).square().mean(0).sqrt().clamp_min(1e-6);
  finished_ = true;
}

void AutoencoderStage::save(Archive& archive) const {
  archive.metadata["kind"] = kind();
  archive.metadata["config"] = config_.toJson();
  archive.metadata["grid"] = describe(data_.grid());
  archive.metadata["standardisation"] = describe(standardisation_);
  archive.metadata["models"] = data_.count();
  archive.metadata["steps"] = steps_;
  archive.metadata["learning_rate"] = learningRate_.save();
  network_->save(archive);
  if (finished_) {
    put(archive, "latents/mean", latentMean_);
    put(archive, "latents/deviation", latentDeviation_);
  }
  adam_->save(archive, "training/adam_");
  put(archive, "training/noise", noise_);
  put(archive, "training/sums", sums_);
  put(archive, "training/epoch_loss", epochLoss_);
}

void AutoencoderStage::checkSameRun(const Archive& archive) const {
  if (archive.described("kind") != kind())
    throw Error(archive.name(), "holds " + jsonText(archive.described("kind")) + ", no autoencoder",
                "resume a file that train autoencoder has written");
  if (archive.described("models") != data_.count() ||
      standardisationOf(archive) != standardisation_)
    throw Error(archive.name(),
                "was trained with other models than " + data_.path().filename().string(),
                "resume it with the file it began with");
  const Json then = archive.described("config"), now = config_.toJson();
  for (const char* key : {"latents", "blocks", "width", "doublings", "channels", "batch",
                          "validation", "test", "seed"})
    if (then.value(key, Json()) != now[key])
      throw Error(
          archive.name(),
          "was trained with " + std::string(key) + " = " + jsonText(then.value(key, Json())),
          "resume it with that, or start a new run");
}

void AutoencoderStage::load(const Archive& archive) {
  checkSameRun(archive);
  try {
    learningRate_.load(archive.described("learning_rate"));
    steps_ = archive.described("steps").get<std::int64_t>();
  } catch (const Json::exception&) {
    throw Error(archive.name(), "its counters cannot be understood",
                "the file is damaged; take an older copy of it");
  }
  network_->load(archive);
  adam_->load(archive, "training/adam_");
  restore(archive, "training/noise", noise_);
  restore(archive, "training/sums", sums_);
  restore(archive, "training/epoch_loss", epochLoss_);
  finished_ = archive.contains("latents/mean");
  if (finished_) {
    restore(archive, "latents/mean", latentMean_);
    restore(archive, "latents/deviation", latentDeviation_);
  }
}

}  // namespace isochron
