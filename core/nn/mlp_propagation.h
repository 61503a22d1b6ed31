// SPDX-License-Identifier: GPL-3.0-or-later
// MlpPropagation: the sweeps of mlpDerivatives on a CPU, on plain memory.
#pragma once

#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

#include "nn/kernels/mlp_kernels.h"
#include "nn/mlp.h"

namespace isochron {

/// Memory for numbers that only ever grows, aligned to cache lines, and to huge pages (asked for
/// where the system has them) where it fills one. Zero when new, so that what pads the matrices is
/// finite.
template <typename T>
class NumberBuffer {
 public:
  T* atLeast(std::int64_t count);
  T* data() const { return numbers_.get(); }

 private:
  struct Free {
    void operator()(T* numbers) const { std::free(numbers); }
  };
  std::unique_ptr<T, Free> numbers_;
  std::int64_t count_ = 0;
};

template <typename T>
struct PropagationInputs {
  const T* parameters = nullptr;
  std::int64_t points = 0;
  const T* coordinates = nullptr;  ///< (points, coordinates)
  std::int64_t models = 1;
  const T* latents = nullptr;                  ///< (models, latents), nullptr without latents
  const std::int64_t* modelOfPoint = nullptr;  ///< nullptr: all points are of model 0
};

/// Values and derivatives, or what a loss's derivatives by them are; nullptr where absent.
template <typename T>
struct PropagationOutputs {
  T* value = nullptr;   ///< (points, outputs)
  T* first = nullptr;   ///< (directions, points, outputs)
  T* second = nullptr;  ///< the same
};

template <typename T>
struct PropagationGradients {
  T* parameters = nullptr;
  T* coordinates = nullptr;
  T* latents = nullptr;
};

/// One network's sweeps with all their memory. Points are cut into chunks of rows, each worked on
/// by one thread through all layers, so that threads meet only at the end of a sweep; every
/// worker owns a fixed range of chunks and its own sums of gradients.
template <typename T>
class MlpPropagation {
 public:
  explicit MlpPropagation(int workers) : workers_(workers), kernels_(&mlpKernels<T>()) {}

  /// Forward sweep. `keep`: the reverse sweep may follow. `outputs` are written.
  void forward(const MlpConfig& config, const std::vector<int>& directions, int order, bool keep,
               const PropagationInputs<T>& inputs, const PropagationOutputs<T>& outputs);

  /// Reverse sweep of the last forward one. `bars`: derivatives of the loss by the outputs
  /// (nullptr: zero); gradients that are not nullptr are overwritten. `inputs` as before.
  void backward(const PropagationInputs<T>& inputs, const PropagationOutputs<const T>& bars,
                const PropagationGradients<T>& gradients);

 private:
  /// One layer: shapes without the latents, packed weights, and where its chunks lie in kept_.
  struct Layer {
    MlpLayer shape;
    std::int64_t inputs = 0;  ///< that the products see: of the first layer the coordinates
    std::int64_t width = 0;   ///< leading dimension of the outputs' rows
    std::int64_t gradientWidth = 0;
    std::int64_t gradientOffset = 0;
    std::int64_t biasOffset = 0;
    NumberBuffer<T> forwardPack, adjointPack;
    T* output = nullptr;     ///< a
    T* carrier = nullptr;    ///< z, where a is not enough
    T* adjoint = nullptr;    ///< d, adjoint mode
    T* curvature = nullptr;  ///< q, adjoint mode
  };
  struct Chunk {
    std::int64_t slot = 0;   ///< where its memory is
    std::int64_t first = 0;  ///< its first point
    std::int64_t points = 0;
    bool isFirst = false;  ///< of its worker
  };

  void plan(const MlpConfig& config, const std::vector<int>& directions, int order, bool keep,
            const PropagationInputs<T>& inputs);
  void planLayers();
  void planChunks();
  void planMemory();
  void planKept(std::int64_t slots);
  void packWeights(const T* parameters);
  void computeStart(const PropagationInputs<T>& inputs);
  /// Shares `count` items among the workers, `multiple` or more to each: work(worker, first, end).
  void share(std::int64_t count, std::int64_t multiple,
             const std::function<void(int, std::int64_t, std::int64_t)>& work) const;
  void forEachChunk(const std::function<void(int worker, const Chunk&)>& work) const;
  /// Calls work(row, rows) for blocks of a chunk's rows that stay in the first-level cache.
  template <typename Work>
  void forEachBlock(const Work& work) const;

  void readInputs(const PropagationInputs<T>& inputs, const Chunk& chunk) const;
  void upward(const PropagationInputs<T>& inputs, const Chunk& chunk) const;
  void multiplyFirst(const PropagationInputs<T>& inputs, const Chunk& chunk, std::int64_t row,
                     std::int64_t rows, Rows<T> z) const;
  void multiplyUp(std::size_t l, const Chunk& chunk, std::int64_t row, std::int64_t rows,
                  Rows<T> z) const;
  void activate(std::size_t l, std::int64_t row, std::int64_t rows, Rows<T> z, Rows<T> a) const;
  void writeOutputs(const PropagationOutputs<T>& outputs, int worker, const Chunk& chunk) const;
  void adjointSweep(T* first, int worker, const Chunk& chunk) const;

  void tangentSweep(const T* firstBar, bool wantsParameters, int worker, const Chunk& chunk) const;
  void reverseSweep(const PropagationOutputs<const T>& bars,
                    const PropagationGradients<T>& gradients, int worker, const Chunk& chunk) const;
  Rows<T> readBars(const PropagationOutputs<const T>& bars, int worker, const Chunk& chunk) const;
  Rows<T> weightSums(std::size_t l, int worker) const {
    const Layer& layer = layers_[l];
    return {gradients_.data() + worker * gradientCount_ + layer.gradientOffset,
            layer.gradientWidth};
  }
  void addTangentGradient(std::size_t l, Rows<const T> t, int worker, const Chunk& chunk) const;
  void addLayerGradient(std::size_t l, Rows<const T> bar, int worker, const Chunk& chunk) const;
  Rows<T> reverseLayer(std::size_t l, Rows<const T> bar, T* to, const Chunk& chunk) const;
  void reverseActivation(std::size_t l, std::int64_t row, std::int64_t rows, Rows<T> bar,
                         const Chunk& chunk) const;
  void writeCoordinateGradient(Rows<const T> bar, T* gradient, T* space, const Chunk& chunk) const;
  void sumGradients(T* gradient) const;
  void sumStartBars(const std::int64_t* modelOfPoint, std::int64_t models);
  void latentGradients(const PropagationInputs<T>& inputs,
                       const PropagationGradients<T>& gradients);

  const ActivationKernels<T>& activation() const { return kernels_->of(config_.activation); }
  std::size_t last() const { return layers_.size() - 1; }  ///< the linear layer
  std::int64_t blockRows() const { return channels_.count() * chunkRows_; }
  bool storesLayers() const { return keep_ || adjoint_; }
  bool storesInputs() const {
    return storesLayers() && (channels_.order > 0 || !activation().carrierIsOutput);
  }
  Channels channelsOf(const Layer& layer) const {
    return {channels_.directions, channels_.order, chunkRows_ * layer.width};
  }
  static Rows<T> rowsOf(T* data, std::int64_t width, std::int64_t rows, const Chunk& chunk) {
    return {data + chunk.slot * rows * width, width};
  }
  /// a and z of hidden layer l (all channels of a chunk), and what its derivatives follow from.
  Rows<T> outputOf(std::size_t l, const Chunk& chunk) const;
  Rows<T> inputOf(std::size_t l, const Chunk& chunk) const;
  Rows<T> carrierOf(std::size_t l, const Chunk& chunk) const {
    return activation().carrierIsOutput ? outputOf(l, chunk) : inputOf(l, chunk);
  }
  /// What layer l gets from below.
  Rows<T> below(std::size_t l, const Chunk& chunk) const;
  T* scratch(std::int64_t worker, std::size_t which) const {
    return scratch_.data() + (2 * worker + static_cast<std::int64_t>(which)) * scratchCount_;
  }

  int workers_;
  const MlpKernels<T>* kernels_;
  MlpConfig config_;
  std::vector<int> directions_;
  Channels channels_;     ///< of the forward sweep; order 0 in adjoint mode
  bool adjoint_ = false;  ///< first derivatives by the adjoint sweep
  bool keep_ = false;
  std::int64_t points_ = 0;
  std::int64_t chunkRows_ = 0;
  std::int64_t chunksOfWorker_ = 0;
  std::vector<Layer> layers_;
  std::int64_t inputWidth_ = 0;
  std::int64_t latentWidth_ = 0;
  std::int64_t scratchCount_ = 0;   ///< numbers in one scratch block
  std::int64_t gradientCount_ = 0;  ///< numbers in one worker's sums
  NumberBuffer<T> input_;           ///< coordinates and the seeds of directions, per chunk
  NumberBuffer<T> kept_;            ///< what the layers keep, one after the other
  NumberBuffer<T> start_;           ///< bias and latent part of the first layer, a row per model
  NumberBuffer<T> startBars_;       ///< derivative of the loss by the first layer's z, per point
  NumberBuffer<T> startBar_;        ///< the same, summed per model
  NumberBuffer<T> latents_, latentForward_, latentAdjoint_, latentWeightBar_, latentBar_;
  NumberBuffer<T> scratch_, gradients_;
};

}  // namespace isochron
