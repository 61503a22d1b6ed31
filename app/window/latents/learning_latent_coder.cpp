// SPDX-License-Identifier: GPL-3.0-or-later
// A LatentModel as a LatentCoder, as the learning library gives it to the window.
#include <torch/utils.h>

#include <cmath>

#include "latents/latent_coder.h"
#include "training/latent_pinn.h"

namespace isochron {
namespace {

std::shared_ptr<const LatentModel> latentsOf(const Archive& archive) {
  if (archive.metadata.value("kind", std::string()) == "latentpinn")
    return LatentPinn(archive).sharedLatents();
  return loadLatentModel(archive);
}

FloatRows rowsOf(const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.flatten(1).contiguous();
  return Eigen::Map<const FloatRows>(values.data_ptr<float>(), values.size(0), values.size(1));
}

class ModelCoder final : public LatentCoder {
 public:
  explicit ModelCoder(const Archive& archive) : model_(latentsOf(archive)) {}

  const Grid& grid() const override { return model_->grid(); }
  int latentCount() const override { return static_cast<int>(model_->latentCount()); }
  double meanVelocity(const VelocityBounds& bounds) const override {
    const Standardisation& s = model_->standardisation();
    return s.relative ? std::lerp(bounds.slowest, bounds.fastest, s.mean) : s.mean;
  }

  FloatRows encode(const FloatRows& velocity) override {
    const torch::NoGradGuard noGradients;
    return rowsOf(model_->encode(view(velocity, {velocity.rows(), grid().nz, grid().nx})));
  }
  FloatRows decode(const FloatRows& latents, std::span<const VelocityBounds> bounds) override {
    const torch::NoGradGuard noGradients;
    return rowsOf(model_->decode(view(latents, {latents.rows(), latents.cols()}), bounds));
  }

 private:
  /// LibTorch knows no constant tensors; nothing here writes into it.
  static torch::Tensor view(const FloatRows& rows, std::vector<std::int64_t> shape) {
    return torch::from_blob(const_cast<float*>(rows.data()), shape);
  }

  std::shared_ptr<const LatentModel> model_;
};

}  // namespace
}  // namespace isochron

/// Found by name in the library: see learning_library.h.
extern "C" __attribute__((visibility("default"))) isochron::LatentCoder* isochronOpenLatentCoder(
    const isochron::Archive& archive) {
  return new isochron::ModelCoder(archive);
}
