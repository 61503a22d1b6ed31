// SPDX-License-Identifier: GPL-3.0-or-later
// LatentModel: stage 1, trained: velocity models to a few numbers and back.
#pragma once

#include <torch/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

#include "data/dataset.h"
#include "training/archive.h"

namespace isochron {

/// How many models are read and transformed at once.
inline constexpr std::size_t kModelsAtOnce = 64;

/// Latents have zero mean and unit variance, each, over the models learnt from.
class LatentModel {
 public:
  LatentModel() = default;
  LatentModel(const LatentModel&) = delete;
  LatentModel& operator=(const LatentModel&) = delete;
  virtual ~LatentModel() = default;

  /// "pca", "autoencoder".
  virtual std::string kind() const = 0;
  virtual std::int64_t latentCount() const = 0;
  virtual const Grid& grid() const = 0;
  virtual const Standardisation& standardisation() const = 0;
  /// (n, nz, nx) standardised velocities to (n, latentCount()), and back; float32.
  virtual torch::Tensor encodeStandardised(const torch::Tensor& fields) const = 0;
  virtual torch::Tensor decodeStandardised(const torch::Tensor& latents) const = 0;
  virtual void save(Archive& archive) const = 0;
  /// What they usually leave out: root mean square of what is standardised minus decoded, over the
  /// models learnt from. Empty where that is not known.
  virtual std::optional<double> typicalLoss() const { return {}; }

  /// The same for velocities in km/s. Where the standardisation is relative, decode() wants the
  /// bounds of every model; without them it gives the fields between 0 and 1.
  torch::Tensor encode(const torch::Tensor& velocity) const;
  torch::Tensor decode(const torch::Tensor& latents,
                       std::span<const VelocityBounds> bounds = {}) const;
};

/// Standardised fields (n, nz, nx) back to km/s. Where the standardisation is relative, `bounds`
/// are those of every model; without them the fields stay between 0 and 1.
torch::Tensor velocitiesOf(const torch::Tensor& standardised,
                           const Standardisation& standardisation,
                           std::span<const VelocityBounds> bounds);

/// Of any kind. Throws Error where the file holds none, or one whose training was cut off before
/// it could be finished.
std::unique_ptr<LatentModel> loadLatentModel(const Archive& archive);

/// Standardised models as (n, nz, nx), float32, on the CPU.
torch::Tensor batchOf(const DataSet& data, std::span<const std::int64_t> indices,
                      const Standardisation& standardisation, int threads = 0);

/// How well models of the set come back: ||v - decode(encode(v))|| / ||v - mean velocity||, both
/// norms over all nodes of all these models; the mean is one number, that of the standardisation.
/// 1 - its square is the energy kept. Throws Error where the grids differ, and Cancelled.
double reconstructionError(const LatentModel& model, const DataSet& data,
                           std::span<const std::int64_t> indices, const std::stop_token& stop = {});

/// Grid and standardisation in the metadata. describedGrid() throws Error where they are not sound.
Json describe(const Grid& grid);
Grid gridOf(const Archive& archive);
Json describe(const Standardisation& standardisation);
Standardisation standardisationOf(const Archive& archive);

}  // namespace isochron
