// SPDX-License-Identifier: GPL-3.0-or-later
// TrainingStep, WholeField, MatrixProduct: what bench training times.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "field/cubic_enlargement.h"
#include "nn/flat_adam.h"
#include "nn/mlp_pairs.h"
#include "pinn/eikonal_loss.h"

namespace isochron::cli {

/// Medians over many calls. Processor time is of all threads together; with one thread it does not
/// depend on what else the machine is doing, which the time on the clock does.
struct Timing {
  double milliseconds = 0.0;
  double processorMilliseconds = 0.0;
};

/// Calls the task again and again for so many seconds, three times at least.
Timing timed(double seconds, const std::function<void()>& task);

/// One step of training of the paper's network, as LatentPinnStage does it: forward sweep, L1
/// residual with exact derivatives, reverse sweep, Adam. The points are those of many models.
class TrainingStep {
 public:
  TrainingStep(std::int64_t points, int threads);
  void run();

 private:
  struct Model {
    CollocationStencil stencil;
    std::vector<UnitPoint> points;
    std::vector<float> latents, velocity;
  };

  std::int64_t points_;
  std::vector<Model> models_;
  MlpPairs network_;
  std::vector<float> parameters_, gradient_;
  FlatAdam adam_;
};

/// All traveltimes of one model by the paper's network, as LatentPinnField has them: it is asked at
/// every second node along both axes.
class WholeField {
 public:
  static constexpr int kNodes = 128;  // along each axis

  explicit WholeField(int threads);
  void run();

 private:
  std::vector<UnitPoint> points_;
  CubicEnlargement enlargement_;
  std::vector<float> radii_, slowness_, times_;
  std::vector<float> latents_;
  MlpPairs network_;
  std::vector<float> parameters_;
};

/// LibTorch's product of two large matrices of float32: what a machine does at best.
class MatrixProduct {
 public:
  MatrixProduct();
  void run();
  static double gflop();

 private:
  torch::Tensor a_, product_;
};

/// GFLOP of a training step with so many points, counted as 6 products a layer; of a field, as 1
/// for each point asked.
double gflopOfStep(std::int64_t points);
double gflopOfField();

}  // namespace isochron::cli
