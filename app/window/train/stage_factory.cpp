// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/stage_factory.h"

#include <algorithm>

#include "learning/learning_library.h"

namespace isochron {

const std::vector<StageKind>& stageKinds() {
  static const std::vector<StageKind> kinds = {
      {"pca", "Principal components", "PCA",
       "Stage 1, linear: a model as the mean field plus principal components. Takes seconds.",
       false},
      {"autoencoder", "Autoencoder", "Autoencoder",
       "Stage 1 of the paper: a model as the latents of a convolutional autoencoder. Takes minutes "
       "to "
       "hours.",
       false},
      {"latentpinn", "latentPINN", "latentPINN",
       "Stage 2: traveltimes of all models of the family, from their latents. Takes minutes to "
       "hours.",
       true}};
  return kinds;
}

const StageKind& stageKind(const std::string& name) {
  const auto& kinds = stageKinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const StageKind& kind) { return kind.name == name; });
  return found == kinds.end() ? kinds.front() : *found;
}

Json completeSettings(const std::string& kind, const Json& given) {
  const auto complete =
      reinterpret_cast<CompleteSettings*>(learningFunction("isochronCompleteSettings"));
  return *std::unique_ptr<Json>(complete(kind, given));
}

StageMaker stageMaker(StageRequest request) {
  return [request = std::move(request)](const Preparation& preparation) {
    const auto make = reinterpret_cast<MakeStage*>(learningFunction("isochronMakeStage"));
    return std::unique_ptr<Stage>(make(request, preparation));
  };
}

}  // namespace isochron
