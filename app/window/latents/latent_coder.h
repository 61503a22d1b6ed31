// SPDX-License-Identifier: GPL-3.0-or-later
// LatentCoder: a trained stage 1 as the workers of Latents see it, without LibTorch.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "data/dataset.h"
#include "training/archive.h"

namespace isochron {

/// One model a row.
using FloatRows = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Serves one thread at a time.
class LatentCoder {
 public:
  LatentCoder() = default;
  LatentCoder(const LatentCoder&) = delete;
  LatentCoder& operator=(const LatentCoder&) = delete;
  virtual ~LatentCoder() = default;

  virtual const Grid& grid() const = 0;
  virtual int latentCount() const = 0;
  /// km/s, of the models learnt from, all nodes of all of them; where latents describe velocities
  /// relative to a model's own bounds, that of a model with these.
  virtual double meanVelocity(const VelocityBounds& bounds) const = 0;
  /// Velocities in km/s, (models, nodes), to (models, latentCount()).
  virtual FloatRows encode(const FloatRows& velocity) = 0;
  /// And back. `bounds`: of every model, for latents of relative velocities.
  virtual FloatRows decode(const FloatRows& latents, std::span<const VelocityBounds> bounds) = 0;
};

using LatentCoderOpener = std::function<std::unique_ptr<LatentCoder>(const Archive&)>;

/// Of the archive of a stage 1, or of a latentPINN, which holds its own. Loads LibTorch when it is
/// first called; any thread. Throws Error where the archive holds none, or where the program's
/// learning library is missing.
std::unique_ptr<LatentCoder> openLatentCoder(const Archive& archive);

/// True for the kinds of archives that hold latents.
bool hasLatents(const std::string& kind);

/// The coder of the archive asked for last: made anew for another one.
class CoderCache {
 public:
  explicit CoderCache(LatentCoderOpener open) : open_(std::move(open)) {}
  /// Throws what the opener throws.
  LatentCoder& of(const std::shared_ptr<const Archive>& archive);

 private:
  LatentCoderOpener open_;
  std::shared_ptr<const Archive> archive_;
  std::unique_ptr<LatentCoder> coder_;
};

}  // namespace isochron
