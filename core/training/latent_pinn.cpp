// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn.h"

#include <torch/utils.h>

#include <algorithm>

#include "field/error.h"

namespace isochron {
namespace {

constexpr const char* kLatents = "latents";
constexpr const char* kParameters = "parameters";
// Pairs whose outputs are in memory at once.
constexpr std::size_t kPairsAtOnce = 1 << 19;

}  // namespace

void nest(Archive& archive, const std::string& key, const Archive& inner) {
  archive.metadata[key] = inner.metadata;
  for (const auto& [name, array] : inner.arrays()) archive.put(key + "/" + name, array);
}

Archive nested(const Archive& archive, const std::string& key) {
  Archive inner;
  inner.metadata = archive.described(key);
  for (const auto& [name, array] : archive.arrays())
    if (name.starts_with(key + "/")) inner.put(name.substr(key.size() + 1), array);
  return inner;
}

std::vector<Point> nodesOf(const Grid& grid, int stride) {
  std::vector<Point> nodes;
  for (int iz = 0; iz < grid.nz; iz += stride)
    for (int ix = 0; ix < grid.nx; ix += stride) nodes.push_back(grid.node(iz, ix));
  return nodes;
}

LatentPinn::LatentPinn(std::shared_ptr<const LatentModel> latents, LatentPinnConfig config,
                       int threads)
    : latents_(std::move(latents)),
      config_(std::move(config)),
      ansatz_{config_.ansatz, config_.slowest, config_.fastest},
      network_(makeNetwork(config_, static_cast<int>(latents_->latentCount()), threads)),
      parameters_(network_->initialParameters()) {}

LatentPinn::LatentPinn(const Archive& archive, int threads)
    : LatentPinn(loadLatentModel(nested(archive, kLatents)),
                 LatentPinnConfig::fromJson(archive.described("config")), threads) {
  const ArchivedArray& stored = archive.at(kParameters);
  if (stored.type != ArrayType::Float32 ||
      stored.shape != std::vector<std::int64_t>{network_->parameterCount()})
    throw Error(archive.name(), "its parameters do not fit its network",
                "the file is damaged; take an older copy of it");
  std::memcpy(parameters_.data(), stored.bytes.data(), stored.bytes.size());
}

void LatentPinn::save(Archive& archive) const {
  archive.metadata["kind"] = "latentpinn";
  archive.metadata["config"] = config_.toJson();
  Archive inner;
  latents_->save(inner);
  nest(archive, kLatents, inner);
  ArchivedArray stored{ArrayType::Float32, {std::ssize(parameters_)}, {}};
  stored.bytes.resize(parameters_.size() * sizeof(float));
  std::memcpy(stored.bytes.data(), parameters_.data(), stored.bytes.size());
  archive.put(kParameters, std::move(stored));
}

std::vector<float> LatentPinn::encode(std::span<const float> velocity) const {
  const torch::NoGradGuard noGradients;
  const auto models = static_cast<std::int64_t>(velocity.size()) / grid().size();
  // from_blob wants a pointer that may be written through; nothing writes.
  const torch::Tensor fields =
      torch::from_blob(const_cast<float*>(velocity.data()), {models, grid().nz, grid().nx});
  const torch::Tensor rows = latents_->encode(fields).contiguous();
  return {rows.data_ptr<float>(), rows.data_ptr<float>() + rows.numel()};
}

std::vector<float> LatentPinn::meanSlowness(std::span<const float> latents, Point source,
                                            std::span<const Point> points) {
  const UnitBox box(grid());
  std::vector<UnitPoint> at;
  for (const Point& p : points) at.push_back(box.at(p));
  const auto width = static_cast<std::size_t>(latents_->latentCount());
  const std::size_t models = latents.size() / width;
  const std::size_t atOnce = std::max<std::size_t>(1, kPairsAtOnce / points.size());
  std::vector<float> slowness(models * points.size());
  for (std::size_t first = 0; first < models; first += atOnce) {
    const std::size_t count = std::min(atOnce, models - first);
    const PairBlock block{box.at(source), at, latents.subspan(first * width, count * width)};
    network_->forward(parameters_, {&block, 1}, 0, false);
    for (std::size_t m = 0; m < count; ++m) {
      const std::span<float> u = network_->channel(0, 0, static_cast<std::int64_t>(m));
      float* to = slowness.data() + (first + m) * points.size();
      for (std::size_t i = 0; i < points.size(); ++i)
        to[i] = static_cast<float>(ansatz_.meanSlowness(u[i]));
    }
  }
  return slowness;
}

std::vector<float> LatentPinn::traveltimes(std::span<const float> latents, Point source,
                                           std::span<const Point> points) {
  std::vector<float> times = meanSlowness(latents, source, points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto r = static_cast<float>(distance(points[i], source));
    for (std::size_t at = i; at < times.size(); at += points.size()) times[at] *= r;
  }
  return times;
}

std::vector<float> LatentPinn::traveltimes(std::span<const float> latents, Point source) {
  return traveltimes(latents, source, nodesOf(grid()));
}

std::unique_ptr<BranchTrunkField> LatentPinn::field(Point source, std::span<const Point> points,
                                                    int threads) const {
  const auto* network = dynamic_cast<const BranchTrunk*>(network_.get());
  if (network == nullptr) return nullptr;
  const UnitBox box(grid());
  std::vector<UnitPoint> at;
  for (const Point& p : points) at.push_back(box.at(p));
  return std::make_unique<BranchTrunkField>(network->config(), parameters_, box.at(source), at,
                                            threads);
}

}  // namespace isochron
