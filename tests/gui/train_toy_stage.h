// SPDX-License-Identifier: GPL-3.0-or-later
// A stage for tests: a step is a few additions, and it says what was asked of it.
#pragma once

#include <atomic>
#include <cmath>
#include <functional>

#include "field/error.h"
#include "train/training_update.h"

namespace isochron::tests {

/// What a toy stage does in its steps, and what it tells from the training thread.
struct ToyRecord {
  std::atomic<std::int64_t> steps = 0;
  std::atomic<double> rate = 1e-3;
  std::atomic<int> alive = 0;
  std::function<void(std::int64_t step)> onStep;  // called in the training thread
};

/// Its error is 1 / (1 + steps); its field is the number of steps everywhere.
class ToyStage final : public Stage {
 public:
  ToyStage(std::shared_ptr<ToyRecord> record, std::int64_t planned)
      : record_(std::move(record)), planned_(planned) {
    ++record_->alive;
  }
  ~ToyStage() override { --record_->alive; }

  std::string kind() const override { return "toy"; }
  void step() override {
    if (record_->onStep) record_->onStep(steps_ + 1);
    ++steps_;
    ++record_->steps;
  }
  std::int64_t steps() const override { return steps_; }
  std::int64_t plannedSteps() const override { return planned_; }
  Metrics metrics() override {
    const double error = 1.0 / (1.0 + static_cast<double>(steps_));
    return {
        steps_,
        0.0,
        {{"loss", 2.0 * error}, {"learning_rate", record_->rate.load()}, {kErrorMetric, error}}};
  }
  std::int64_t heldOutCount() const override { return 3; }
  Snapshot snapshot(std::int64_t heldOut) override {
    const Grid grid{4, 3, 0.1, 0.1, {}};
    const auto value = static_cast<double>(steps_ + 1);
    return {steps_,
            {{"velocity", {grid, Array::Constant(3, 4, static_cast<double>(heldOut + 1))}},
             {"traveltime", {grid, Array::Constant(3, 4, value)}},
             {"reference", {grid, Array::Constant(3, 4, value)}},
             {"error", {grid, Array::Zero(3, 4)}},
             {"residual", {grid, Array::Zero(3, 4)}}},
            {}};
  }
  bool adjust(const std::string& setting, double value) override {
    if (setting != "learning_rate") return false;
    if (!(value > 0.0)) throw Error("learning rate", "is not positive", "start with 1e-3");
    record_->rate = value;
    return true;
  }
  bool isSound() const override { return true; }
  void finish() override {}
  void save(Archive& archive) const override { archive.metadata["steps"] = steps_; }
  void load(const Archive& archive) override { steps_ = archive.described("steps"); }

 private:
  std::shared_ptr<ToyRecord> record_;
  std::int64_t planned_;
  std::int64_t steps_ = 0;
};

inline TrainingJob toyJob(const std::shared_ptr<ToyRecord>& record, std::int64_t planned = 0) {
  TrainingJob job;
  job.make = [record, planned](const Preparation&) {
    return std::make_unique<ToyStage>(record, planned);
  };
  return job;
}

}  // namespace isochron::tests
