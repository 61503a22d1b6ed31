// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn.h"

#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "field/error.h"

namespace isochron {
namespace {

constexpr const char* kLatents = "latents";
constexpr const char* kParameters = "parameters";
constexpr const char* kHeldOut = "held_out";  // (models, 4): distance, loss, contrast, RMAE
// Beside the latents: the contrast of the velocities, and the shape of the box.
constexpr std::size_t kInputsOfAnyBox = 2;
// Pairs whose outputs are in memory at once.
constexpr std::size_t kPairsAtOnce = 1 << 19;
// Pairs whose features are in memory at once: few enough for the cache.
constexpr std::size_t kPairsInSweep = 1 << 11;

void put(Archive& archive, const std::vector<HeldOutModel>& models) {
  std::vector<double> rows;
  for (const auto& [measures, rmae] : models)
    rows.insert(rows.end(), {measures.distance, measures.loss, measures.contrast, rmae});
  ArchivedArray stored{ArrayType::Float64, {std::ssize(models), 4}, {}};
  stored.bytes.resize(rows.size() * sizeof(double));
  std::memcpy(stored.bytes.data(), rows.data(), stored.bytes.size());
  archive.put(kHeldOut, std::move(stored));
}

std::vector<HeldOutModel> heldOutFrom(const Archive& archive) {
  const ArchivedArray& stored = archive.at(kHeldOut);
  if (stored.type != ArrayType::Float64 || stored.shape.size() != 2 || stored.shape[1] != 4)
    throw Error(archive.name(), "its held-out models cannot be understood",
                "the file is damaged; take an older copy of it");
  std::vector<HeldOutModel> models;
  for (std::size_t at = 0; at < stored.bytes.size(); at += 4 * sizeof(double)) {
    std::array<double, 4> row{};
    std::memcpy(row.data(), stored.bytes.data() + at, sizeof row);
    models.push_back({{row[0], row[1], row[2]}, row[3]});
  }
  return models;
}

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

Array arrayOf(const Grid& grid, std::span<const float> rows) {
  using Field32 = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Field32>(rows.data(), grid.nz, grid.nx).cast<double>();
}

double aspectOf(const Grid& grid) { return grid.depth() / grid.width(); }

std::vector<Point> nodesOf(const Grid& grid, int stride) {
  std::vector<Point> nodes;
  for (int iz = 0; iz < grid.nz; iz += stride)
    for (int ix = 0; ix < grid.nx; ix += stride) nodes.push_back(grid.node(iz, ix));
  return nodes;
}

void EncodedModels::append(const EncodedModels& others) {
  inputs.insert(inputs.end(), others.inputs.begin(), others.inputs.end());
  ansatz.insert(ansatz.end(), others.ansatz.begin(), others.ansatz.end());
}

LatentPinn::LatentPinn(std::shared_ptr<const LatentModel> latents, LatentPinnConfig config,
                       int threads)
    : latents_(std::move(latents)),
      config_(std::move(config)),
      network_(makeNetwork(config_, static_cast<int>(inputCount()), anyBox(), threads)),
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
  if (archive.contains(kHeldOut)) heldOut_ = heldOutFrom(archive);
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
  if (!heldOut_.empty()) put(archive, heldOut_);
}

std::size_t LatentPinn::inputCount() const {
  return static_cast<std::size_t>(latents_->latentCount()) + (anyBox() ? kInputsOfAnyBox : 0);
}

Ansatz LatentPinn::ansatz(const VelocityBounds& bounds) const {
  if (anyBox()) return {config_.ansatz, bounds.slowest, bounds.fastest};
  return {config_.ansatz, config_.slowest, config_.fastest};
}

EncodedModels LatentPinn::encode(std::span<const float> velocity, const Grid& box) const {
  const torch::NoGradGuard noGradients;
  const auto nodes = static_cast<std::size_t>(grid().size());
  const auto models = static_cast<std::int64_t>(velocity.size() / nodes);
  // from_blob wants a pointer that may be written through; nothing writes.
  const torch::Tensor fields =
      torch::from_blob(const_cast<float*>(velocity.data()), {models, grid().nz, grid().nx});
  const torch::Tensor rows = latents_->encode(fields).contiguous();
  std::vector<VelocityBounds> bounds;
  for (std::size_t at = 0; at < velocity.size(); at += nodes)
    bounds.push_back(boundsOf(velocity.subspan(at, nodes)));
  return encoded({rows.data_ptr<float>(), static_cast<std::size_t>(rows.numel())}, bounds, box);
}

EncodedModels LatentPinn::encode(const VelocityModel& model) const {
  using Numbers = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const bool own = model.grid().nx == grid().nx && model.grid().nz == grid().nz;
  const Numbers velocity =
      (own ? model : resample(model, grid().nx, grid().nz)).velocity().cast<float>();
  return encode({velocity.data(), static_cast<std::size_t>(velocity.size())}, model.grid());
}

EncodedModels LatentPinn::encoded(std::span<const float> latents,
                                  std::span<const VelocityBounds> bounds, const Grid& box) const {
  const auto width = static_cast<std::size_t>(latents_->latentCount());
  EncodedModels models{box, {}, {}};
  for (std::size_t m = 0; m * width < latents.size(); ++m) {
    const auto row = latents.subspan(m * width, width);
    models.inputs.insert(models.inputs.end(), row.begin(), row.end());
    if (anyBox()) {
      models.inputs.push_back(static_cast<float>(std::log(bounds[m].fastest / bounds[m].slowest)));
      models.inputs.push_back(static_cast<float>(std::log(aspectOf(box))));
    }
    models.ansatz.push_back(ansatz(anyBox() ? bounds[m] : VelocityBounds{}));
  }
  return models;
}

std::vector<float> LatentPinn::meanSlowness(const EncodedModels& models, Point source,
                                            std::span<const Point> points) {
  const UnitBox box(models.box);
  std::vector<UnitPoint> at;
  for (const Point& p : points) at.push_back(box.at(p));
  const std::size_t all = models.ansatz.size(), width = inputCount();
  const std::size_t atOnce = std::max<std::size_t>(1, kPairsAtOnce / points.size());
  const std::span<const float> inputs(models.inputs);
  std::vector<float> slowness(all * points.size());
  for (std::size_t first = 0; first < all; first += atOnce) {
    const std::size_t count = std::min(atOnce, all - first);
    const PairBlock block{box.at(source), at, inputs.subspan(first * width, count * width),
                          aspectOf(models.box)};
    network_->forward(parameters_, {&block, 1}, 0, false);
    for (std::size_t m = 0; m < count; ++m) {
      const std::span<float> u = network_->channel(0, 0, static_cast<std::int64_t>(m));
      const Ansatz& ansatz = models.ansatz[first + m];
      float* to = slowness.data() + (first + m) * points.size();
      for (std::size_t i = 0; i < points.size(); ++i)
        to[i] = static_cast<float>(ansatz.meanSlowness(u[i]));
    }
  }
  return slowness;
}

std::vector<float> LatentPinn::traveltimes(const EncodedModels& models, Point source,
                                           std::span<const Point> points) {
  std::vector<float> times = meanSlowness(models, source, points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto r = static_cast<float>(distance(points[i], source));
    for (std::size_t at = i; at < times.size(); at += points.size()) times[at] *= r;
  }
  return times;
}

std::vector<float> LatentPinn::traveltimes(const EncodedModels& models, Point source) {
  return traveltimes(models, source, nodesOf(models.box));
}

std::vector<float> LatentPinn::traveltimes(const EncodedModels& model,
                                           std::span<const SourceReceiver> pairs) {
  const UnitBox box(model.box);
  const Ansatz& ansatz = model.ansatz.front();
  std::vector<float> times(pairs.size());
  std::vector<UnitPoint> sources, points;
  std::vector<std::size_t> sourceOf;
  for (std::size_t first = 0; first < pairs.size(); first += kPairsInSweep) {
    const auto part = pairs.subspan(first, std::min(kPairsInSweep, pairs.size() - first));
    const std::span<float> u = std::span(times).subspan(first, part.size());
    sources.clear();
    points.clear();
    sourceOf.clear();
    for (const SourceReceiver& pair : part) {
      const UnitPoint source = box.at(pair.source);
      if (sources.empty() || sources.back() != source) sources.push_back(source);
      sourceOf.push_back(sources.size() - 1);
      points.push_back(box.at(pair.receiver));
    }
    network_->forward(parameters_, {sources, points, sourceOf, model.inputs, aspectOf(model.box)},
                      u);
    for (std::size_t i = 0; i < part.size(); ++i)
      u[i] = static_cast<float>(distance(part[i].source, part[i].receiver) *
                                ansatz.meanSlowness(u[i]));
  }
  return times;
}

std::unique_ptr<BranchTrunkField> LatentPinn::field(const Grid& grid, Point source,
                                                    std::span<const Point> points,
                                                    int threads) const {
  const auto* network = dynamic_cast<const BranchTrunk*>(network_.get());
  if (network == nullptr) return nullptr;
  const UnitBox box(grid);
  std::vector<UnitPoint> at;
  for (const Point& p : points) at.push_back(box.at(p));
  return std::make_unique<BranchTrunkField>(network->config(), parameters_, box.at(source), at,
                                            threads, aspectOf(grid));
}

}  // namespace isochron
