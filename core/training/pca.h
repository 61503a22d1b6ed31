// SPDX-License-Identifier: GPL-3.0-or-later
// PrincipalComponents: the linear stage 1.
#pragma once

#include <functional>
#include <optional>

#include "training/latent_model.h"

namespace isochron {

struct PcaConfig {
  int components = 96;
  int oversampling = 32;  // directions searched beyond those kept
  int passes = 3;         // of the subspace iteration; each reads all models once
  bool relative = false;  // velocities relative to each model's own bounds
  double validation = 0.05;
  double test = 0.05;
  std::uint64_t seed = 0;
  int threads = 0;  // 0: as many as the machine runs at once

  /// Throws Error for unknown settings and impossible values.
  static PcaConfig fromJson(const Json& json);
  Json toJson() const;
};

/// Told after each block: models gone through, of how many, all passes counted.
using PcaProgress = std::function<void(std::int64_t done, std::int64_t total)>;

class SubspaceIteration;

/// Velocity fields as a mean field plus a few orthonormal fields, by falling variance. Found by
/// SubspaceIteration.
class PrincipalComponents final : public LatentModel {
 public:
  /// Learns from the training part of the set's split. Throws Error where it holds fewer models
  /// than components, and Cancelled.
  PrincipalComponents(const DataSet& data, const PcaConfig& config,
                      const PcaProgress& progress = {}, const std::stop_token& stop = {});
  /// What a search has found so far.
  PrincipalComponents(const Grid& grid, const PcaConfig& config, const SubspaceIteration& search);
  /// Throws Error where the archive holds none.
  explicit PrincipalComponents(const Archive& archive);

  std::string kind() const override { return "pca"; }
  std::int64_t latentCount() const override { return components_.size(0); }
  const Grid& grid() const override { return grid_; }
  const Standardisation& standardisation() const override { return standardisation_; }
  torch::Tensor encodeStandardised(const torch::Tensor& fields) const override;
  torch::Tensor decodeStandardised(const torch::Tensor& latents) const override;
  void save(Archive& archive) const override;
  std::optional<double> typicalLoss() const override;

  const PcaConfig& config() const { return config_; }
  /// The part of the training models' variance about their mean field that is kept.
  double energy() const { return energy_; }
  /// (components, nz * nx), orthonormal rows, by falling variance.
  const torch::Tensor& components() const { return components_; }

 private:
  void take(const SubspaceIteration& search);

  PcaConfig config_;
  Grid grid_;
  Standardisation standardisation_;
  double energy_ = 0.0;
  torch::Tensor mean_;        // (nz * nx)
  torch::Tensor components_;  // (components, nz * nx)
  torch::Tensor deviations_;  // (components)
};

}  // namespace isochron
