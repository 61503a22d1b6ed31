// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_model.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "training/autoencoder.h"
#include "training/pca.h"

namespace isochron {
namespace {

constexpr const char* kDamaged = "the file is damaged; take an older copy of it";

}  // namespace

torch::Tensor LatentModel::encode(const torch::Tensor& velocity) const {
  if (!standardisation().relative)
    return encodeStandardised((velocity - standardisation().mean) / standardisation().scale);
  const torch::Tensor slowest = velocity.amin({1, 2}, true), fastest = velocity.amax({1, 2}, true);
  const torch::Tensor range = fastest - slowest;
  const torch::Tensor relative = (velocity - slowest) / torch::where(range > 0, range, 1.0);
  return encodeStandardised((relative - standardisation().mean) / standardisation().scale);
}

torch::Tensor LatentModel::decode(const torch::Tensor& latents,
                                  std::span<const VelocityBounds> bounds) const {
  return velocitiesOf(decodeStandardised(latents), standardisation(), bounds);
}

torch::Tensor velocitiesOf(const torch::Tensor& standardised,
                           const Standardisation& standardisation,
                           std::span<const VelocityBounds> bounds) {
  torch::Tensor fields = standardised * standardisation.scale + standardisation.mean;
  if (standardisation.relative)
    for (std::size_t m = 0; m < bounds.size(); ++m) {
      const auto [slowest, fastest] = bounds[m];
      fields[static_cast<std::int64_t>(m)].mul_(fastest - slowest).add_(slowest);
    }
  return fields;
}

std::unique_ptr<LatentModel> loadLatentModel(const Archive& archive) {
  const Json& kind = archive.described("kind");
  if (kind == "pca") return std::make_unique<PrincipalComponents>(archive);
  if (kind == "autoencoder") return std::make_unique<Autoencoder>(archive);
  throw Error(archive.name(), "holds " + jsonText(kind) + ", which has no latents",
              "give a model made by train pca or train autoencoder");
}

torch::Tensor batchOf(const DataSet& data, std::span<const std::int64_t> indices,
                      const Standardisation& standardisation, int threads) {
  torch::Tensor fields =
      torch::empty({static_cast<std::int64_t>(indices.size()), data.grid().nz, data.grid().nx});
  data.readBatch(indices, standardisation,
                 {fields.data_ptr<float>(), static_cast<std::size_t>(fields.numel())}, threads);
  return fields;
}

double reconstructionError(const LatentModel& model, const DataSet& data,
                           std::span<const std::int64_t> indices, const std::stop_token& stop) {
  if (data.grid().nx != model.grid().nx || data.grid().nz != model.grid().nz)
    throw Error(data.path().filename().string(), "has another number of nodes than the model",
                "give models of " + std::to_string(model.grid().nx) + " x " +
                    std::to_string(model.grid().nz) + " nodes");
  const torch::NoGradGuard noGradients;
  double lost = 0.0, all = 0.0;
  for (std::size_t at = 0; at < indices.size(); at += kModelsAtOnce) {
    if (stop.stop_requested()) throw Cancelled();
    const auto block = indices.subspan(at, std::min(kModelsAtOnce, indices.size() - at));
    const torch::Tensor fields = batchOf(data, block, model.standardisation());
    const torch::Tensor back = model.decodeStandardised(model.encodeStandardised(fields));
    lost += (fields - back).square().sum(torch::kFloat64).item<double>();
    all += fields.square().sum(torch::kFloat64).item<double>();
  }
  return std::sqrt(lost / all);
}

Json describe(const Grid& grid) {
  return {{"nodes", {grid.nx, grid.nz}},
          {"spacing_km", {grid.dx, grid.dz}},
          {"origin_km", {grid.origin.x, grid.origin.z}}};
}

Grid gridOf(const Archive& archive) {
  try {
    const Json& json = archive.described("grid");
    const Grid grid{json.at("nodes").at(0),
                    json.at("nodes").at(1),
                    json.at("spacing_km").at(0),
                    json.at("spacing_km").at(1),
                    {json.at("origin_km").at(0), json.at("origin_km").at(1)}};
    validate(grid);
    return grid;
  } catch (const Json::exception&) {
    throw Error(archive.name(), "its grid cannot be understood", kDamaged);
  }
}

Json describe(const Standardisation& standardisation) {
  if (standardisation.relative)
    return {{"relative", true}, {"mean", standardisation.mean}, {"scale", standardisation.scale}};
  return {{"mean_km_s", standardisation.mean}, {"scale_km_s", standardisation.scale}};
}

Standardisation standardisationOf(const Archive& archive) {
  try {
    const Json& json = archive.described("standardisation");
    if (json.value("relative", false)) return {json.at("mean"), json.at("scale"), true};
    return {json.at("mean_km_s"), json.at("scale_km_s")};
  } catch (const Json::exception&) {
    throw Error(archive.name(), "its standardisation cannot be understood", kDamaged);
  }
}

}  // namespace isochron
