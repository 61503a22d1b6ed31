// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pca_stage.h"

#include <torch/utils.h>

#include <algorithm>

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/threads.h"

namespace isochron {
namespace {

constexpr std::size_t kMeasured = 256;  // models held out, for the error while searching

}  // namespace

PcaStage::PcaStage(DataSet data, const PcaConfig& config, const Preparation& preparation)
    : config_((useThreads(config.threads), config)),
      data_(std::move(data)),
      split_(splitModels(data_.count(), config.validation, config.test, config.seed)),
      search_((preparation.at("measuring the models", 0.0), data_), split_.train, config,
              preparation.stop) {}

Metrics PcaStage::metrics() {
  Metrics metrics;
  metrics.step = steps();
  const std::size_t count = std::min(split_.validation.size(), kMeasured);
  if (count > 0)
    metrics.values.emplace_back(
        kErrorMetric,
        reconstructionError(found(), data_, std::span(split_.validation).first(count)));
  if (search_.done() == search_.total()) metrics.values.emplace_back("energy", search_.energy());
  return metrics;
}

Snapshot PcaStage::snapshot(std::int64_t heldOut) {
  const torch::NoGradGuard noGradients;
  const Field velocity = data_.read(heldOutModel(split_, heldOut)).field();
  const Grid& grid = data_.grid();
  const torch::Tensor field = torch::from_blob(const_cast<double*>(velocity.values.data()),
                                               {1, grid.nz, grid.nx}, torch::kFloat64)
                                  .to(torch::kFloat32);
  const PrincipalComponents components = found();
  const VelocityBounds bounds{velocity.values.minCoeff(), velocity.values.maxCoeff()};
  const torch::Tensor back =
      components.decode(components.encode(field), {&bounds, 1})[0].to(torch::kFloat64).contiguous();
  const Array decoded = Eigen::Map<const Array>(back.data_ptr<double>(), grid.nz, grid.nx);
  return {steps(),
          {{"velocity", velocity},
           {"reconstruction", {grid, decoded}},
           {"error", {grid, (decoded - velocity.values).abs()}}},
          {}};
}

bool PcaStage::isSound() const {
  return torch::isfinite(search_.components()).all().item<bool>() &&
         torch::isfinite(search_.mean()).all().item<bool>();
}

void PcaStage::save(Archive& archive) const {
  found().save(archive);
  archive.metadata["models"] = data_.count();
  archive.metadata["steps"] = steps();
  search_.save(archive);
}

void PcaStage::load(const Archive& archive) {
  if (archive.described("kind") != kind())
    throw Error(archive.name(), "holds " + jsonText(archive.described("kind")) + ", no components",
                "resume a run of principal components");
  if (archive.described("models") != data_.count() ||
      standardisationOf(archive) != search_.standardisation())
    throw Error(archive.name(),
                "was found with other models than " + data_.path().filename().string(),
                "resume it with the file it began with");
  search_.load(archive);
}

}  // namespace isochron
