// SPDX-License-Identifier: GPL-3.0-or-later
// From settings to stages: the one place of the window that knows the stages by name.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "train/training_update.h"

namespace isochron {

struct StageKind {
  std::string name;  // as Stage::kind(), and as presets call its settings
  std::string title;
  std::string runTitle;     // that runs are numbered under
  std::string description;  // one sentence
  bool needsLatents = false;
};
/// In the order in which they are trained.
const std::vector<StageKind>& stageKinds();
/// The kind of that name; the first where there is none.
const StageKind& stageKind(const std::string& name);

/// All settings of the stage: those given, and its defaults for the others. Throws Error for
/// settings that are unknown or impossible.
Json completeSettings(const std::string& kind, const Json& given);

struct StageRequest {
  std::string kind;
  Json settings;
  std::shared_ptr<const DataSet> data;
  /// Of stage 1, for stages that need latents; null: principal components are learnt first, with
  /// the settings `components`.
  std::shared_ptr<const Archive> latents;
  Json components = Json::object();
  /// A latentPINN's file, whose weights and latents it begins with; empty: random weights.
  std::filesystem::path beginWith;
};

StageMaker stageMaker(StageRequest request);

/// What the learning library offers for this, under the names isochronCompleteSettings and
/// isochronMakeStage; the caller owns the result.
using CompleteSettings = Json*(const std::string& kind, const Json& given);
using MakeStage = Stage*(const StageRequest& request, const Preparation& preparation);

}  // namespace isochron
