// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/optimiser.h"

#include <torch/types.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/loss_settings.h"

namespace isochron {
namespace {

Schedule scheduleOf(const OptimiserConfig& config) {
  Schedule schedule;
  schedule.kind = scheduleKindOf(config.schedule);
  schedule.initial = config.learningRate;
  schedule.least = std::min(config.leastLearningRate, config.learningRate);
  schedule.steps = config.steps;
  schedule.patience = config.patience;
  return schedule;
}

}  // namespace

void OptimiserConfig::check(const std::string& place) const {
  const auto require = [&](bool condition, const std::string& problem, const char* remedy) {
    if (!condition) throw Error(place, problem, remedy);
  };
  require(kind == "adam" || kind == "lbfgs", "'optimiser' is " + kind, "choose adam or lbfgs");
  require(batchSteps >= 2, "L-BFGS learns nothing from one step a batch", "choose 20 batch_steps");
  require(epoch >= 1 && patience >= 1, "epoch and patience must be positive", "choose 60 and 200");
  require(steps >= 0 && warmUp >= 0, "steps and warm_up cannot be negative", "leave them out");
  scheduleKindOf(schedule);
}

Optimiser::Optimiser(const OptimiserConfig& config, std::size_t parameters)
    : config_(config), schedule_(scheduleOf(config)), gradient_(parameters) {
  adam_.beta2 = config.beta2;
}

std::optional<double> Optimiser::learningRate() const {
  if (config_.isLbfgs()) return {};
  const double warm = std::min(1.0, static_cast<double>(steps_ + 1) / std::max(config_.warmUp, 1));
  return warm * schedule_.at(steps_);
}

void Optimiser::clipGradient() {
  if (config_.gradientClip <= 0.0) return;
  const double length = Eigen::Map<const Eigen::VectorXf>(gradient_.data(), std::ssize(gradient_))
                            .cast<double>()
                            .norm();
  if (length <= config_.gradientClip) return;
  const auto factor = static_cast<float>(config_.gradientClip / length);
  for (float& g : gradient_) g *= factor;
}

EikonalLossTerms Optimiser::adamStep(std::span<float> parameters, const Loss& loss) {
  const EikonalLossTerms terms = loss(parameters, gradient_);
  clipGradient();
  adam_.learningRate = *learningRate();
  torch::Tensor values = torch::from_blob(parameters.data(), {std::ssize(parameters)});
  adam_.step(values, torch::from_blob(gradient_.data(), {std::ssize(gradient_)}));
  return terms;
}

EikonalLossTerms Optimiser::lbfgsStep(std::span<float> parameters, const Loss& loss) {
  if (beginsBatch()) forget();
  std::vector<EikonalLossTerms> tried;
  const double reached =
      lbfgs_.step(parameters, [&](std::span<const float> at, std::span<float> gradient) {
        return tried.emplace_back(loss(at, gradient)).total;
      });
  // The step ended at one of them, or where the last one did.
  for (const EikonalLossTerms& terms : tried)
    if (terms.total == reached) reached_ = terms;
  return reached_;
}

EikonalLossTerms Optimiser::step(std::span<float> parameters, const Loss& loss) {
  const EikonalLossTerms terms =
      config_.isLbfgs() ? lbfgsStep(parameters, loss) : adamStep(parameters, loss);
  epochLoss_ += terms.total;
  if (++steps_ % config_.epoch == 0) {
    schedule_.epochEnded(epochLoss_ / config_.epoch);
    epochLoss_ = 0.0;
  }
  return terms;
}

bool Optimiser::adjust(const std::string& setting, double value) {
  if (setting == "learning_rate") {
    schedule_.setInitial(value);
    config_.learningRate = value;
    return true;
  }
  if (setting != "gradient_clip") return false;
  requireNotNegative("optimiser", setting, value);
  config_.gradientClip = value;
  return true;
}

void Optimiser::save(Archive& archive) const {
  archive.metadata["steps"] = steps_;
  archive.metadata["learning_rate"] = schedule_.save();
  archive.metadata["epoch_loss"] = epochLoss_;
  archive.metadata["adam_steps"] = adam_.steps;
  if (adam_.firstMoment.defined()) {
    put(archive, "training/first_moment", adam_.firstMoment);
    put(archive, "training/second_moment", adam_.secondMoment);
  }
  if (config_.isLbfgs()) saveLbfgs(archive);
}

void Optimiser::load(const Archive& archive) {
  try {
    schedule_.load(archive.described("learning_rate"));
    steps_ = archive.described("steps").get<std::int64_t>();
    adam_.steps = archive.described("adam_steps").get<std::int64_t>();
    epochLoss_ = archive.metadata.value("epoch_loss", 0.0);
  } catch (const Json::exception&) {
    throw Error(archive.name(), "its counters cannot be understood",
                "the file is damaged; take an older copy of it");
  }
  adam_.firstMoment = adam_.secondMoment = torch::Tensor();
  if (adam_.steps > 0) {
    adam_.firstMoment = torch::empty({std::ssize(gradient_)});
    adam_.secondMoment = torch::empty({std::ssize(gradient_)});
    restore(archive, "training/first_moment", adam_.firstMoment);
    restore(archive, "training/second_moment", adam_.secondMoment);
  }
  if (config_.isLbfgs()) loadLbfgs(archive);
}

/// What L-BFGS knows, and the terms of its last loss.
void Optimiser::saveLbfgs(Archive& archive) const {
  std::vector<float> pairs;
  for (const FlatLbfgs::Pair& pair : lbfgs_.pairs)
    for (const std::vector<float>* part : {&pair.move, &pair.change})
      pairs.insert(pairs.end(), part->begin(), part->end());
  put(archive, "training/lbfgs_pairs", torch::tensor(pairs));
  put(archive, "training/lbfgs_gradient", torch::tensor(lbfgs_.gradient));
  put(archive, "training/lbfgs_loss",
      torch::tensor(
          {lbfgs_.loss, reached_.total, reached_.residual, reached_.semiconcavity, reached_.labels},
          torch::kFloat64));
}

void Optimiser::loadLbfgs(const Archive& archive) {
  const auto floats = [&](const char* name) {
    const torch::Tensor stored = tensorOf(archive, name);
    const float* from = stored.data_ptr<float>();
    return std::vector<float>(from, from + stored.numel());
  };
  lbfgs_.forget();
  lbfgs_.gradient = floats("training/lbfgs_gradient");
  const std::vector<float> pairs = floats("training/lbfgs_pairs");
  const std::size_t length = lbfgs_.gradient.empty() ? gradient_.size() : lbfgs_.gradient.size();
  if (length != gradient_.size() || pairs.size() % (2 * length) != 0)
    throw Error(archive.name(), "what L-BFGS knew does not fit the network",
                "the file is damaged; take an older copy of it");
  for (auto at = pairs.begin(); at != pairs.end(); at += 2 * length)
    lbfgs_.pairs.push_back({{at, at + length}, {at + length, at + 2 * length}});
  torch::Tensor terms = torch::empty({5}, torch::kFloat64);
  restore(archive, "training/lbfgs_loss", terms);
  const double* t = terms.data_ptr<double>();
  lbfgs_.loss = t[0];
  reached_ = {t[1], t[2], t[3], t[4]};
}

}  // namespace isochron
