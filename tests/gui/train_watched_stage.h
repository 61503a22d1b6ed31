// SPDX-License-Identifier: GPL-3.0-or-later
// A stage for tests: another one, whose steps are counted for those who look on.
#pragma once

#include <atomic>

#include "training/stage.h"

namespace isochron::tests {

/// What a stage does in the training thread.
struct Watch {
  std::atomic<std::int64_t> steps = 0;
  std::atomic<int> alive = 0;
};

class WatchedStage final : public Stage {
 public:
  WatchedStage(std::unique_ptr<Stage> stage, std::shared_ptr<Watch> watch)
      : stage_(std::move(stage)), watch_(std::move(watch)) {
    ++watch_->alive;
  }
  ~WatchedStage() override { --watch_->alive; }

  std::string kind() const override { return stage_->kind(); }
  void step() override {
    stage_->step();
    ++watch_->steps;
  }
  std::int64_t steps() const override { return stage_->steps(); }
  std::int64_t plannedSteps() const override { return stage_->plannedSteps(); }
  Metrics metrics() override { return stage_->metrics(); }
  std::int64_t heldOutCount() const override { return stage_->heldOutCount(); }
  Snapshot snapshot(std::int64_t heldOut) override { return stage_->snapshot(heldOut); }
  bool adjust(const std::string& setting, double value) override {
    return stage_->adjust(setting, value);
  }
  bool isSound() const override { return stage_->isSound(); }
  void finish() override { stage_->finish(); }
  void save(Archive& archive) const override { stage_->save(archive); }
  void load(const Archive& archive) override { stage_->load(archive); }

 private:
  std::unique_ptr<Stage> stage_;
  std::shared_ptr<Watch> watch_;
};

}  // namespace isochron::tests
