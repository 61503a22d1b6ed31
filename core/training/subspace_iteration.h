// SPDX-License-Identifier: GPL-3.0-or-later
// SubspaceIteration: the search for principal components, a block of models at a time.
#pragma once

#include <torch/types.h>

#include "data/dataset.h"
#include "training/archive.h"

namespace isochron {

struct PcaConfig;

/// From random directions (Halko, Martinsson and Tropp, 2011, algorithm 4.4), without the
/// covariance of all nodes.
class SubspaceIteration {
 public:
  /// The set is read as it goes on; it shares the file. Throws Error where there are fewer models
  /// than components, and Cancelled.
  SubspaceIteration(DataSet data, std::vector<std::int64_t> models, const PcaConfig& config,
                    const std::stop_token& stop = {});

  /// Blocks of models gone through, of how many, all passes counted.
  std::int64_t done() const { return done_; }
  std::int64_t total() const { return total_; }
  /// Models gone through, of how many, all passes counted.
  std::int64_t modelsDone() const;
  std::int64_t modelsInAll() const;
  void advance();

  const Standardisation& standardisation() const { return standardisation_; }
  /// As of the last pass that is complete: the field subtracted, (nodes), and orthonormal rows,
  /// (components, nodes), the leading ones first; by falling variance once all is done.
  const torch::Tensor& mean() const { return mean_; }
  const torch::Tensor& components() const { return components_; }
  /// Once all is done: of the latents, (components).
  const torch::Tensor& deviations() const { return deviations_; }
  /// Once all is done: the part of the variance about the mean field that is kept.
  double energy() const { return energy_; }

  /// All of it but what the set and the config say. load() throws Error where that does not fit.
  void save(Archive& archive) const;
  void load(const Archive& archive);

 private:
  void addBlock(const torch::Tensor& fields, int pass);
  void endPass(int pass);
  void solve();
  /// Calls visit(name, tensor) for all that is stored.
  template <typename Iteration, typename Visit>
  static void visitTensors(Iteration& iteration, const Visit& visit);

  DataSet data_;
  std::vector<std::int64_t> models_;
  int passes_, kept_, threads_;
  std::int64_t blocks_ = 0, total_ = 0, done_ = 0;
  Standardisation standardisation_;
  torch::Tensor basis_;       // (nodes, directions), orthonormal
  torch::Tensor image_;       // (nodes, directions), X'X basis so far
  torch::Tensor sum_;         // (nodes), float64
  torch::Tensor squares_;     // (), float64, about the standardisation's mean
  torch::Tensor covariance_;  // (directions, directions), float64, of the last pass
  torch::Tensor mean_;        // (nodes)
  torch::Tensor components_;  // (components, nodes)
  torch::Tensor deviations_;  // (components)
  double energy_ = 0.0;
};

}  // namespace isochron
