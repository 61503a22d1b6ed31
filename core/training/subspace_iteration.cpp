// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/subspace_iteration.h"

#include <torch/linalg.h>
#include <torch/utils.h>

#include <algorithm>

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/pca.h"
#include "training/principal_directions.h"

namespace isochron {
namespace {

constexpr std::int64_t kModelsInBlock = 256;

torch::Tensor orthonormal(const torch::Tensor& columns) {
  return std::get<0>(torch::linalg_qr(columns, "reduced"));
}

/// About their mean, n models differ in n - 1 directions.
void checkCounts(const DataSet& data, std::size_t models, int components) {
  const std::int64_t most =
      std::min<std::int64_t>(static_cast<std::int64_t>(models) - 1, data.nodes());
  if (components <= most) return;
  const std::string place = data.path().filename().string();
  if (most < 1)
    throw Error(place, "one model to learn from has no principal components",
                "give more models, or hold fewer of them out");
  const std::string number = std::to_string(most);
  throw Error(place,
              std::to_string(models) + " models to learn from, of " + std::to_string(data.nodes()) +
                  " nodes, have no " + std::to_string(components) + " principal components",
              "give more models, or find " + number + " at most: train pca --set components=" +
                  number + " makes a file that train latentpinn takes as its --latents");
}

/// Each as orientationField() says.
void turn(torch::Tensor& components) {
  Eigen::VectorXd field = orientationField(components.size(1));
  const torch::Tensor products =
      components.to(torch::kFloat64)
          .mv(torch::from_blob(field.data(), {components.size(1)}, torch::kFloat64));
  components *= torch::where(products < 0.0, -1.0, 1.0).to(torch::kFloat32).unsqueeze(1);
}

}  // namespace

SubspaceIteration::SubspaceIteration(DataSet data, std::vector<std::int64_t> models,
                                     const PcaConfig& config, const std::stop_token& stop)
    : data_(std::move(data)),
      models_(std::move(models)),
      passes_(config.passes),
      kept_(config.components),
      threads_(config.threads) {
  checkCounts(data_, models_.size(), kept_);
  const std::int64_t nodes = data_.nodes(), count = std::ssize(models_);
  const std::int64_t directions =
      std::min({static_cast<std::int64_t>(config.components + config.oversampling), count, nodes});
  standardisation_ = data_.standardisation(models_, threads_, stop, config.relative);
  blocks_ = (count + kModelsInBlock - 1) / kModelsInBlock;
  total_ = (passes_ + 1) * blocks_;
  torch::Generator generator = makeGenerator(config.seed);
  basis_ = orthonormal(torch::randn({nodes, directions}, generator));
  image_ = torch::zeros({nodes, directions});
  sum_ = torch::zeros({nodes}, torch::kFloat64);
  squares_ = torch::zeros({}, torch::kFloat64);
  covariance_ = torch::zeros({directions, directions}, torch::kFloat64);
  mean_ = torch::zeros({nodes});
  components_ = basis_.narrow(1, 0, kept_).t().contiguous();
  deviations_ = torch::ones({kept_});
}

std::int64_t SubspaceIteration::modelsDone() const {
  return done_ / blocks_ * std::ssize(models_) +
         std::min(done_ % blocks_ * kModelsInBlock, static_cast<std::int64_t>(models_.size()));
}

std::int64_t SubspaceIteration::modelsInAll() const { return (passes_ + 1) * std::ssize(models_); }

void SubspaceIteration::advance() {
  const torch::NoGradGuard noGradients;
  const auto pass = static_cast<int>(done_ / blocks_);
  const auto first = static_cast<std::size_t>(done_ % blocks_ * kModelsInBlock);
  const auto block = std::span(models_).subspan(
      first, std::min(static_cast<std::size_t>(kModelsInBlock), models_.size() - first));
  addBlock(batchOf(data_, block, standardisation_, threads_).flatten(1), pass);
  if (++done_ % blocks_ == 0) endPass(pass);
}

void SubspaceIteration::addBlock(const torch::Tensor& fields, int pass) {
  if (pass == 0) {
    sum_ += fields.sum(0, false, torch::kFloat64);
    squares_ += fields.square().sum(torch::kFloat64);
    image_.addmm_(fields.t(), fields.mm(basis_));
    return;
  }
  const torch::Tensor centred = fields - mean_;
  const torch::Tensor latents = centred.mm(basis_);
  if (pass < passes_)
    image_.addmm_(centred.t(), latents);
  else
    covariance_ += latents.t().mm(latents).to(torch::kFloat64);
}

void SubspaceIteration::endPass(int pass) {
  if (pass == passes_) return solve();
  if (pass == 0) {
    const auto count = static_cast<double>(models_.size());
    mean_ = (sum_ / count).to(torch::kFloat32);
    // What the first pass could not subtract yet: X'XB = (X - m)'(X - m)B + N m m'B.
    image_.addmm_(mean_.unsqueeze(1), mean_.unsqueeze(0).mm(basis_), 1.0, -count);
  }
  basis_ = orthonormal(image_);
  image_.zero_();
  components_ = basis_.narrow(1, 0, kept_).t().contiguous();
}

void SubspaceIteration::solve() {
  const auto count = static_cast<double>(models_.size());
  const auto [variances, vectors] = torch::linalg_eigh(covariance_ / count, "L");
  // Ascending order: the last are the largest.
  const torch::Tensor largest = variances.flip(0).narrow(0, 0, kept_);
  const torch::Tensor rotation = vectors.flip(1).narrow(1, 0, kept_);
  components_ = rotation.to(torch::kFloat32).t().mm(basis_.t()).contiguous();
  turn(components_);
  // A direction in which no model differs has a latent that stays at zero.
  constexpr double kRounding = 1e-10;
  const double least = kRounding * largest[0].item<double>();
  deviations_ =
      torch::where(largest > least, largest.clamp_min(least).sqrt(), 1.0).to(torch::kFloat32);
  const double offset = mean_.square().sum(torch::kFloat64).item<double>();
  energy_ =
      std::min(1.0, largest.sum().item<double>() / (squares_.item<double>() / count - offset));
}

template <typename Iteration, typename Visit>
void SubspaceIteration::visitTensors(Iteration& iteration, const Visit& visit) {
  visit("mean", iteration.mean_);
  visit("components", iteration.components_);
  visit("deviations", iteration.deviations_);
  visit("training/basis", iteration.basis_);
  visit("training/image", iteration.image_);
  visit("training/sum", iteration.sum_);
  visit("training/squares", iteration.squares_);
  visit("training/covariance", iteration.covariance_);
}

void SubspaceIteration::save(Archive& archive) const {
  archive.metadata["blocks"] = done_;
  archive.metadata["energy"] = energy_;
  visitTensors(*this, [&](const char* name, const auto& tensor) { put(archive, name, tensor); });
}

void SubspaceIteration::load(const Archive& archive) {
  try {
    done_ = archive.described("blocks").get<std::int64_t>();
    energy_ = archive.described("energy").get<double>();
  } catch (const Json::exception&) {
    throw Error(archive.name(), "its counters cannot be understood",
                "the file is damaged; take an older copy of it");
  }
  visitTensors(*this, [&](const char* name, auto& tensor) { restore(archive, name, tensor); });
}

}  // namespace isochron
