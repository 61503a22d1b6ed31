// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/pca.h"

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/config.h"
#include "training/subspace_iteration.h"
#include "training/threads.h"

namespace isochron {
PcaConfig PcaConfig::fromJson(const Json& json) {
  PcaConfig config;
  ConfigReader reader(json, "pca settings");
  reader.read("components", config.components);
  reader.read("oversampling", config.oversampling);
  reader.read("passes", config.passes);
  reader.read("relative", config.relative);
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
          {"relative", relative},
          {"validation", validation},
          {"test", test},
          {"seed", seed},
          {"threads", threads}};
}

PrincipalComponents::PrincipalComponents(const DataSet& data, const PcaConfig& config,
                                         const PcaProgress& progress, const std::stop_token& stop)
    : config_(config), grid_(data.grid()) {
  useThreads(config.threads);
  SubspaceIteration search(
      data, splitModels(data.count(), config.validation, config.test, config.seed).train, config,
      stop);
  while (search.done() < search.total()) {
    if (stop.stop_requested()) throw Cancelled();
    search.advance();
    if (progress) progress(search.modelsDone(), search.modelsInAll());
  }
  take(search);
}

PrincipalComponents::PrincipalComponents(const Grid& grid, const PcaConfig& config,
                                         const SubspaceIteration& search)
    : config_(config), grid_(grid) {
  take(search);
}

void PrincipalComponents::take(const SubspaceIteration& search) {
  standardisation_ = search.standardisation();
  energy_ = search.energy();
  mean_ = search.mean();
  components_ = search.components();
  deviations_ = search.deviations();
}

PrincipalComponents::PrincipalComponents(const Archive& archive)
    : config_(PcaConfig::fromJson(archive.described("config"))),
      grid_(gridOf(archive)),
      standardisation_(standardisationOf(archive)),
      mean_(torch::empty({grid_.size()})),
      components_(torch::empty({config_.components, grid_.size()})),
      deviations_(torch::empty({config_.components})) {
  const Json& energy = archive.described("energy");
  if (!energy.is_number())
    throw Error(archive.name(), "does not tell what part of the models its components keep",
                "find them anew with train pca: the models may all have been the same");
  energy_ = energy.get<double>();
  restore(archive, "mean", mean_);
  restore(archive, "components", components_);
  restore(archive, "deviations", deviations_);
}

torch::Tensor PrincipalComponents::encodeStandardised(const torch::Tensor& fields) const {
  return (fields.flatten(1) - mean_).mm(components_.t()) / deviations_;
}

std::optional<double> PrincipalComponents::typicalLoss() const {
  return std::sqrt(std::max(0.0, 1.0 - energy_));
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
