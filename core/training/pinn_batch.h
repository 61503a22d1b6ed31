// SPDX-License-Identifier: GPL-3.0-or-later
// PinnBatch: what a step of stage 2 looks at, and the loss there; PinnBatches draws them.
#pragma once

#include "pinn/collocation.h"
#include "pinn/eikonal_loss.h"
#include "training/latent_pinn.h"
#include "training/source_groups.h"

namespace isochron {

/// The points for one source: where residuals are asked for, and where labels are.
struct Collocation {
  std::unique_ptr<CollocationStencil> stencil;  // null without residuals
  std::vector<std::size_t> labelNodes;
  std::vector<double> labelRadii;  // km to the source
  std::vector<UnitPoint> points;   // of the network: the stencil's, then the labels'
};

/// Sources, each with models and points. It refers to groups of the PinnBatches that drew it, and
/// is valid until those draw the next.
class PinnBatch {
 public:
  PinnBatch(std::vector<const SourceGroup*> groups, std::vector<Collocation> collocations);

  /// The mean over all models. The weights are those of `config`. The network of the model has
  /// swept forward and holds the loss's derivatives: backward() may follow. The residuals are added
  /// to `map`, unless it is null.
  EikonalLossTerms loss(LatentPinn& model, std::span<const float> parameters,
                        const LatentPinnConfig& config, ResidualMap* map = nullptr) const;

  /// Where residuals are asked for, for all sources, km.
  std::vector<Point> points() const;
  /// Pairs of a model and a point.
  std::int64_t pairs() const;

 private:
  EikonalLossTerms modelLoss(LatentPinn& model, const LatentPinnConfig& config, std::size_t block,
                             std::int64_t row, double share, std::span<float> residuals) const;
  std::vector<float> velocityAt(std::size_t block, std::int64_t row) const;
  std::int64_t models() const;

  std::vector<const SourceGroup*> groups_;
  std::vector<Collocation> collocations_;
  std::vector<PairBlock> blocks_;
};

/// Each batch follows from the seed, its number and, for Sampler::Adaptive, the residuals so far.
class PinnBatches {
 public:
  /// `models`: indices into the set. References must outlive it.
  PinnBatches(const DataSet& data, std::span<const std::int64_t> models, const LatentPinn& pinn,
              const Preparation& preparation = {});

  /// `loss`: its weights say which points are drawn.
  PinnBatch draw(std::int64_t number, const EikonalLossConfig& loss);

  ResidualMap& residuals() { return residuals_; }
  const ResidualMap& residuals() const { return residuals_; }

 private:
  Collocation collocate(const SourceGroup& group, std::int64_t number,
                        const EikonalLossConfig& loss) const;

  const DataSet& data_;
  LatentPinnConfig config_;
  SourceGroups groups_;
  ResidualMap residuals_;
  std::vector<Point> trainingNodes_;
};

}  // namespace isochron
