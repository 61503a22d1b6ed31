// SPDX-License-Identifier: GPL-3.0-or-later
// PairNetwork: what every network over pairs of a model and a point can be asked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace isochron {

/// A position in the box [-1, 1]^2.
using UnitPoint = std::array<double, 2>;

/// Every model at every point, for one source.
struct PairBlock {
  UnitPoint source{};
  std::span<const UnitPoint> points;
  std::span<const float> latents;  ///< (models, latents)
  double aspect = 1.0;             ///< depth over width of the box, for networks that ask
};

/// One model for many sources, each with points of its own: point i belongs to the source numbered
/// sourceOf[i].
struct ManySources {
  std::span<const UnitPoint> sources;
  std::span<const UnitPoint> points;
  std::span<const std::size_t> sourceOf;
  std::span<const float> latent;
  double aspect = 1.0;  ///< as that of PairBlock
};

/// u(point, source, latent), with the parameters in one flat array that others own. An object
/// holds the memory of one sweep; it serves one thread at a time.
class PairNetwork {
 public:
  PairNetwork() = default;
  PairNetwork(const PairNetwork&) = delete;
  PairNetwork& operator=(const PairNetwork&) = delete;
  virtual ~PairNetwork() = default;

  virtual std::int64_t latentCount() const = 0;
  virtual std::int64_t parameterCount() const = 0;
  virtual std::vector<float> initialParameters() const = 0;
  /// The highest order of derivatives by the point that forward() can give.
  virtual int highestOrder() const = 0;

  /// Computes u and its pure derivatives by the point up to `order`; `keep`: backward() may follow.
  /// The blocks' spans must live until then.
  virtual void forward(std::span<const float> parameters, std::span<const PairBlock> blocks,
                       int order, bool keep) = 0;
  /// One model of one block, a number for each point: u (channel 0), du/dx, du/dz (1, 2) and
  /// d2u/dx2, d2u/dz2 (3, 4). May be overwritten, with the derivatives of a loss by them, before
  /// backward().
  virtual std::span<float> channel(std::size_t channel, std::size_t block, std::int64_t model) = 0;
  /// u of every point for its own source. By a block for each source; overridden where that is
  /// slow. backward() may not follow.
  virtual void forward(std::span<const float> parameters, const ManySources& asked,
                       std::span<float> u);
  /// From the derivatives of a loss by the channels those by the parameters; `gradient` is
  /// overwritten.
  virtual void backward(std::span<const float> parameters, std::span<float> gradient) = 0;
};

}  // namespace isochron
