// SPDX-License-Identifier: GPL-3.0-or-later
// Adam: FlatAdam on a network's parameters, as a part of a run that can be saved.
#pragma once

#include "nn/flat_adam.h"
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
  FlatAdam adam_;
};

}  // namespace isochron
