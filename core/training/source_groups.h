// SPDX-License-Identifier: GPL-3.0-or-later
// SourceGroups: sources, and models that are learnt from together for each.
#pragma once

#include <map>
#include <memory>

#include "data/dataset.h"
#include "training/latent_pinn.h"
#include "training/preparation.h"

namespace isochron {

/// A source in a box, and some models that fill the box, row by row.
struct SourceGroup {
  Point source;  // km
  EncodedModels models;
  std::vector<float> velocity;  // (models, nodes), km/s
  std::vector<float> times;     // (models, nodes), s; empty where labels have no weight
};

/// Group by group, each made from the seed and its number alone, so that a run can be taken up
/// anywhere. A step gets `sources` of the groups that are in use; each stays so for `reuse` steps
/// on average.
class SourceGroups {
 public:
  /// `models`: indices into the set. References must outlive it. Encodes all of the models once.
  SourceGroups(const DataSet& data, std::span<const std::int64_t> models, const LatentPinn& pinn,
               const Preparation& preparation = {});

  /// For the step with that number. Valid until the next call.
  std::vector<const SourceGroup*> ofStep(std::int64_t step);

 private:
  SourceGroup make(std::int64_t number) const;
  std::vector<std::int64_t> numbersOfStep(std::int64_t step) const;

  const DataSet& data_;
  std::vector<std::int64_t> models_;
  const LatentPinn& pinn_;
  LatentPinnConfig config_;
  std::vector<float> latents_;  // of models_, one row after the other
  std::map<std::int64_t, SourceGroup> groups_;
};

/// The data's box, or, where the config gives a range of aspects, one of the same area whose aspect
/// is that far, of 0 to 1, along the logarithm of the range.
Grid boxOfChance(const Grid& grid, const LatentPinnConfig& config, double chance);

/// First arrivals at all nodes for each model (rows of `velocity`, km/s), s. `threads` share them,
/// for 0 as many as the machine runs at once.
std::vector<float> solveTimes(const Grid& grid, std::span<const float> velocity, Point source,
                              int threads);

/// The node that a point lies on, counted row by row.
std::size_t nodeAt(const Grid& grid, Point p);

}  // namespace isochron
