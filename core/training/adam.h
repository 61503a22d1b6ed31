// SPDX-License-Identifier: GPL-3.0-or-later
// Adam: the optimiser of Kingma and Ba (2015).
#pragma once

#include "training/archive.h"
#include "training/flat_parameters.h"

namespace isochron {

struct AdamOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

class Adam {
 public:
  /// `parameters` must outlive it.
  explicit Adam(FlatParameters& parameters, const AdamOptions& options = {});

  /// One step along the gradients that the parameters hold.
  void step(double learningRate);

  /// Moments and counter, under names that begin with `prefix`. load() throws Error where they do
  /// not fit the parameters.
  void save(Archive& archive, const std::string& prefix) const;
  void load(const Archive& archive, const std::string& prefix);

 private:
  FlatParameters& parameters_;
  AdamOptions options_;
  torch::Tensor mean_;
  torch::Tensor square_;
  torch::Tensor steps_;  // int64, on the CPU
};

}  // namespace isochron
