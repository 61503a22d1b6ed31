// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latent_coder.h"

#include "learning/learning_library.h"

namespace isochron {

std::unique_ptr<LatentCoder> openLatentCoder(const Archive& archive) {
  using Open = LatentCoder* (*)(const Archive&);
  const auto open = reinterpret_cast<Open>(learningFunction("isochronOpenLatentCoder"));
  return std::unique_ptr<LatentCoder>(open(archive));
}

bool hasLatents(const std::string& kind) {
  return kind == "pca" || kind == "autoencoder" || kind == "latentpinn";
}

LatentCoder& CoderCache::of(const std::shared_ptr<const Archive>& archive) {
  if (archive != archive_ || coder_ == nullptr) {
    archive_.reset();
    coder_ = open_(*archive);
    archive_ = archive;
  }
  return *coder_;
}

}  // namespace isochron
