// SPDX-License-Identifier: GPL-3.0-or-later
// The stages as the learning library gives them to the window.
#include "train/stage_factory.h"
#include "training/autoencoder_stage.h"
#include "training/latent_pinn_stage.h"
#include "training/pca_stage.h"

namespace isochron {
namespace {

std::shared_ptr<const LatentModel> latentsFor(const StageRequest& request,
                                              const Preparation& preparation) {
  if (request.latents) return loadLatentModel(*request.latents);
  return std::make_shared<PrincipalComponents>(
      *request.data, PcaConfig::fromJson(request.components),
      [&](std::int64_t done, std::int64_t total) {
        preparation.at("finding principal components",
                       static_cast<double>(done) / static_cast<double>(total));
      },
      preparation.stop);
}

std::unique_ptr<Stage> makeLatentPinn(const StageRequest& request, const Preparation& preparation) {
  const LatentPinnConfig config = LatentPinnConfig::fromJson(request.settings);
  if (request.beginWith.empty())
    return std::make_unique<LatentPinnStage>(*request.data, latentsFor(request, preparation),
                                             config, preparation);
  const LatentPinn first(Archive::read(request.beginWith));
  auto stage =
      std::make_unique<LatentPinnStage>(*request.data, first.sharedLatents(), config, preparation);
  stage->beginWith(first);
  return stage;
}

std::unique_ptr<Stage> makeStage(const StageRequest& request, const Preparation& preparation) {
  if (request.kind == "pca")
    return std::make_unique<PcaStage>(*request.data, PcaConfig::fromJson(request.settings),
                                      preparation);
  if (request.kind == "autoencoder")
    return std::make_unique<AutoencoderStage>(
        *request.data, AutoencoderConfig::fromJson(request.settings), preparation);
  return makeLatentPinn(request, preparation);
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) Json* isochronCompleteSettings(const std::string& kind,
                                                                      const Json& given) {
  if (kind == "pca") return new Json(PcaConfig::fromJson(given).toJson());
  if (kind == "autoencoder") return new Json(AutoencoderConfig::fromJson(given).toJson());
  return new Json(LatentPinnConfig::fromJson(given).toJson());
}

__attribute__((visibility("default"))) Stage* isochronMakeStage(const StageRequest& request,
                                                                const Preparation& preparation) {
  return makeStage(request, preparation).release();
}

}  // extern "C"

}  // namespace isochron
