// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pca.h"

#include <torch/linalg.h>
#include <torch/utils.h>

#include <algorithm>

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/config.h"
#include "training/device.h"

namespace isochron {
namespace {

constexpr std::size_t kBlock = 256;

/// Goes through models block by block, as (n, nz * nx), and tells the progress.
class Passes {
 public:
  Passes(const DataSet& data, const std::vector<std::int64_t>& indices, const PcaConfig& config,
         int passes, const PcaProgress& progress, const std::stop_token& stop)
      : data_(data),
        indices_(indices),
        config_(config),
        total_(passes * static_cast<std::int64_t>(indices.size())),
        progress_(progress),
        stop_(stop) {}

  template <typename Body>
  void run(const Standardisation& standardisation, const Body& body) {
    for (std::size_t at = 0; at < indices_.size(); at += kBlock) {
      if (stop_.stop_requested()) throw Cancelled();
      const auto block = std::span(indices_).subspan(at, std::min(kBlock, indices_.size() - at));
      body(batchOf(data_, block, standardisation, config_.threads).flatten(1));
      done_ += static_cast<std::int64_t>(block.size());
      if (progress_) progress_(done_, total_);
    }
  }

 private:
  const DataSet& data_;
  const std::vector<std::int64_t>& indices_;
  const PcaConfig& config_;
  std::int64_t total_;
  std::int64_t done_ = 0;
  const PcaProgress& progress_;
  const std::stop_token& stop_;
};

torch::Tensor orthonormal(const torch::Tensor& columns) {
  return std::get<0>(torch::linalg_qr(columns, "reduced"));
}

void checkCounts(const DataSet& data, std::size_t models, const PcaConfig& config) {
  const std::int64_t most = std::min<std::int64_t>(static_cast<std::int64_t>(models), data.nodes());
  if (config.components <= most) return;
  throw Error(data.path().filename().string(),
              std::to_string(models) + " models of " + std::to_string(data.nodes()) +
                  " nodes have no " + std::to_string(config.components) + " principal components",
              "ask for at most " + std::to_string(most) +
                  " (--set components=" + std::to_string(most) + "), or give more models");
}

}  // namespace

PcaConfig PcaConfig::fromJson(const Json& json) {
  PcaConfig config;
  ConfigReader reader(json, "pca settings");
  reader.read("components", config.components);
  reader.read("oversampling", config.oversampling);
  reader.read("passes", config.passes);
  reader.read("validation", config.validation);
  reader.read("test", config.test);
  reader.read("seed", config.seed);
  reader.read("threads", config.threads);
  reader.finish();
  if (config.components < 1 || config.passes < 1 || config.oversampling < 0)
    throw Error("pca settings", "components or passes are below 1, or oversampling below 0",
                "use 96, 3 and 32");
  return config;
}

Json PcaConfig::toJson() const {
  return {{"components", components},
          {"oversampling", oversampling},
          {"passes", passes},
          {"validation", validation},
          {"test", test},
          {"seed", seed},
          {"threads", threads}};
}

PrincipalComponents::PrincipalComponents(const DataSet& data, const PcaConfig& config,
                                         const PcaProgress& progress, const std::stop_token& stop)
    : config_(config), grid_(data.grid()) {
  useThreads(config.threads);
  const torch::NoGradGuard noGradients;
  const std::vector<std::int64_t> indices =
      splitModels(data.count(), config.validation, config.test, config.seed).train;
  checkCounts(data, indices.size(), config);
  const auto models = static_cast<std::int64_t>(indices.size());
  const std::int64_t nodes = data.nodes();
  const std::int64_t directions =
      std::min({static_cast<std::int64_t>(config.components + config.oversampling), models, nodes});
  standardisation_ = data.standardisation(indices, config.threads, stop);
  Passes passes(data, indices, config, config.passes + 1, progress, stop);

  torch::Generator generator = makeGenerator(config.seed);
  torch::Tensor basis = orthonormal(torch::randn({nodes, directions}, generator));
  torch::Tensor sum = torch::zeros({nodes}, torch::kFloat64);
  double energy = 0.0;  // of all, about the standardisation's mean
  for (int pass = 0; pass < config.passes; ++pass) {
    torch::Tensor image = torch::zeros({nodes, directions});
    passes.run(standardisation_, [&](torch::Tensor fields) {
      if (pass == 0) {
        sum += fields.sum(0, false, torch::kFloat64);
        energy += fields.square().sum(torch::kFloat64).item<double>();
      } else {
        fields -= mean_;
      }
      image.addmm_(fields.t(), fields.mm(basis));
    });
    if (pass == 0) {
      mean_ = (sum / models).to(torch::kFloat32);
      // What the first pass could not subtract yet: X'XB = (X - m)'(X - m)B + N m m'B.
      image.addmm_(mean_.unsqueeze(1), mean_.unsqueeze(0).mm(basis), 1.0,
                   -static_cast<double>(models));
    }
    basis = orthonormal(image);
  }
  torch::Tensor covariance = torch::zeros({directions, directions}, torch::kFloat64);
  passes.run(standardisation_, [&](const torch::Tensor& fields) {
    const torch::Tensor latents = (fields - mean_).mm(basis);
    covariance += latents.t().mm(latents).to(torch::kFloat64);
  });

  const auto [variances, vectors] = torch::linalg_eigh(covariance / models, "L");
  // Ascending order: the last are the largest.
  const torch::Tensor largest = variances.flip(0).narrow(0, 0, config.components);
  const torch::Tensor rotation = vectors.flip(1).narrow(1, 0, config.components);
  components_ = rotation.to(torch::kFloat32).t().mm(basis.t()).contiguous();
  deviations_ = largest.clamp_min(1e-12).sqrt().to(torch::kFloat32);
  const double offset = mean_.square().sum(torch::kFloat64).item<double>();
  energy_ = largest.sum().item<double>() / (energy / static_cast<double>(models) - offset);
}

PrincipalComponents::PrincipalComponents(const Archive& archive)
    : config_(PcaConfig::fromJson(archive.described("config"))),
      grid_(gridOf(archive)),
      standardisation_(standardisationOf(archive)),
      energy_(archive.described("energy")),
      mean_(torch::empty({grid_.size()})),
      components_(torch::empty({config_.components, grid_.size()})),
      deviations_(torch::empty({config_.components})) {
  restore(archive, "mean", mean_);
  restore(archive, "components", components_);
  restore(archive, "deviations", deviations_);
}

torch::Tensor PrincipalComponents::encodeStandardised(const torch::Tensor& fields) const {
  return (fields.flatten(1) - mean_).mm(components_.t()) / deviations_;
}

torch::Tensor PrincipalComponents::decodeStandardised(const torch::Tensor& latents) const {
  return torch::addmm(mean_, latents * deviations_, components_)
      .view({latents.size(0), grid_.nz, grid_.nx});
}

void PrincipalComponents::save(Archive& archive) const {
  archive.metadata["kind"] = kind();
  archive.metadata["config"] = config_.toJson();
  archive.metadata["grid"] = describe(grid_);
  archive.metadata["standardisation"] = describe(standardisation_);
  archive.metadata["energy"] = energy_;
  put(archive, "mean", mean_);
  put(archive, "components", components_);
  put(archive, "deviations", deviations_);
}

}  // namespace isochron
