// SPDX-License-Identifier: GPL-3.0-or-later
// PcaStage: the search for principal components as a run that can be watched and paused.
#pragma once

#include "training/pca.h"
#include "training/preparation.h"
#include "training/stage.h"
#include "training/subspace_iteration.h"

namespace isochron {

/// A step goes through one block of models. What it finds is what PrincipalComponents finds, bit
/// for bit. The error is reconstructionError() on models held out, of the components found so far.
class PcaStage final : public Stage {
 public:
  /// Throws Error where the set holds fewer models than components, and Cancelled.
  PcaStage(DataSet data, const PcaConfig& config, const Preparation& preparation = {});

  std::string kind() const override { return "pca"; }
  void step() override { search_.advance(); }
  std::int64_t steps() const override { return search_.done(); }
  std::int64_t plannedSteps() const override { return search_.total(); }
  Metrics metrics() override;
  std::int64_t heldOutCount() const override { return std::ssize(split_.validation); }
  Snapshot snapshot(std::int64_t heldOut) override;
  bool adjust(const std::string&, double) override { return false; }
  bool isSound() const override;
  void finish() override {}
  void save(Archive& archive) const override;
  void load(const Archive& archive) override;

  const DataSplit& split() const { return split_; }

 private:
  PrincipalComponents found() const { return {data_.grid(), config_, search_}; }

  PcaConfig config_;
  DataSet data_;
  DataSplit split_;
  SubspaceIteration search_;
};

}  // namespace isochron
