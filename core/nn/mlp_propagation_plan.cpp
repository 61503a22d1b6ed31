// SPDX-License-Identifier: GPL-3.0-or-later
// How a network's sweeps are laid out in memory and shared among threads.
#include <ATen/Parallel.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <new>

#include "nn/mlp_propagation.h"

namespace isochron {

namespace {

// Rows of all channels that a chunk has at most: with 128 columns two layers of it stay in a
// second-level cache of half a megabyte.
constexpr std::int64_t kChunkRows = 96;

std::int64_t ceilDivide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

}  // namespace

template <typename T>
T* NumberBuffer<T>::atLeast(std::int64_t count) {
  if (numbers_ && count <= count_) return data();
  constexpr std::size_t kLine = 64, kHugePage = std::size_t{1} << 21;
  const std::size_t wanted = std::max<std::size_t>(static_cast<std::size_t>(count), 1) * sizeof(T);
  const std::size_t alignment = wanted < kHugePage ? kLine : kHugePage;
  const std::size_t bytes = (wanted + alignment - 1) / alignment * alignment;
  numbers_.reset(static_cast<T*>(std::aligned_alloc(alignment, bytes)));
  if (!numbers_) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (alignment == kHugePage) ::madvise(data(), bytes, MADV_HUGEPAGE);
#endif
  count_ = static_cast<std::int64_t>(bytes / sizeof(T));
  std::fill_n(data(), count_, T(0));
  return data();
}

template <typename T>
void MlpPropagation<T>::plan(const MlpConfig& config, const std::vector<int>& directions, int order,
                             bool keep, const PropagationInputs<T>& inputs) {
  const bool sameShape = !layers_.empty() && config == config_;
  config_ = config;
  directions_ = directions;
  keep_ = keep;
  points_ = inputs.points;
  const int used = directions.empty() ? 0 : order;
  adjoint_ = used == 1 && config.outputs == 1;
  const bool taylor = used > 0 && !adjoint_;
  channels_ = {taylor ? static_cast<std::int64_t>(directions.size()) : 0, taylor ? used : 0, 0};
  if (!sameShape) planLayers();
  planChunks();
  planMemory();
}

template <typename T>
void MlpPropagation<T>::planLayers() {
  const auto shapes = mlpLayers(config_);
  layers_.clear();
  layers_.resize(shapes.size());
  gradientCount_ = 0;
  for (std::size_t l = 0; l < shapes.size(); ++l) {
    Layer& layer = layers_[l];
    layer.shape = shapes[l];
    layer.inputs = l == 0 ? config_.coordinates : shapes[l].inputs;
    layer.width = leadingDimension(layer.shape.outputs);
    layer.gradientWidth = leadingDimension(layer.inputs);
    layer.gradientOffset = gradientCount_;
    layer.biasOffset =
        gradientCount_ + roundUp(layer.shape.outputs, kRowMultiple) * layer.gradientWidth;
    gradientCount_ = layer.biasOffset + layer.width;
  }
  inputWidth_ = leadingDimension(config_.coordinates);
  latentWidth_ = leadingDimension(config_.latents);
}

template <typename T>
void MlpPropagation<T>::planChunks() {
  const std::int64_t most =
      std::max<std::int64_t>(kChunkRows / channels_.count(), 3 * kRowMultiple);
  const std::int64_t rows = roundUp(ceilDivide(points_, workers_), kRowMultiple);
  chunksOfWorker_ = std::max<std::int64_t>(ceilDivide(rows, most), 1);
  chunkRows_ = std::max(roundUp(ceilDivide(rows, chunksOfWorker_), kRowMultiple), kRowMultiple);
}

template <typename T>
void MlpPropagation<T>::planMemory() {
  const std::int64_t slots = keep_ ? workers_ * chunksOfWorker_ : workers_;
  std::int64_t widest = inputWidth_;
  for (Layer& layer : layers_) {
    widest = std::max(widest, layer.width);
    const std::int64_t padded = roundUp(layer.shape.outputs, kColumnMultiple);
    layer.forwardPack.atLeast((layer.inputs + 1) * padded);
    layer.adjointPack.atLeast(layer.shape.outputs * roundUp(layer.inputs, kColumnMultiple));
  }
  if (storesLayers()) planKept(slots);
  input_.atLeast(slots * blockRows() * inputWidth_);
  scratchCount_ = blockRows() * widest;
  scratch_.atLeast(2 * workers_ * scratchCount_);
  if (!keep_) return;
  gradients_.atLeast(workers_ * gradientCount_);
  if (config_.latents > 0) startBars_.atLeast(slots * chunkRows_ * layers_[0].width);
}

template <typename T>
void MlpPropagation<T>::planKept(std::int64_t slots) {
  std::int64_t count = 0;
  for (std::size_t l = 0; l < last(); ++l) count += slots * blockRows() * layers_[l].width;
  T* next = kept_.atLeast(count * (1 + (storesInputs() ? 1 : 0) + (adjoint_ ? 2 : 0)));
  const auto take = [&](T*& to, const Layer& layer) {
    to = next;
    next += slots * blockRows() * layer.width;
  };
  for (std::size_t l = 0; l < last(); ++l) {
    Layer& layer = layers_[l];
    take(layer.output, layer);
    if (storesInputs()) take(layer.carrier, layer);
    if (!adjoint_) continue;
    take(layer.adjoint, layer);
    take(layer.curvature, layer);
  }
}

template <typename T>
void MlpPropagation<T>::share(
    std::int64_t count, std::int64_t multiple,
    const std::function<void(int, std::int64_t, std::int64_t)>& work) const {
  const std::int64_t each = roundUp(ceilDivide(count, workers_), multiple);
  if (count > 0 && each >= count) return work(0, 0, count);
  at::parallel_for(0, workers_, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t w = begin; w < end; ++w) {
      const std::int64_t first = std::min(w * each, count);
      const std::int64_t past = std::min(first + each, count);
      if (past > first) work(static_cast<int>(w), first, past);
    }
  });
}

template <typename T>
void MlpPropagation<T>::forEachChunk(
    const std::function<void(int worker, const Chunk&)>& work) const {
  const std::int64_t active = ceilDivide(points_, chunksOfWorker_ * chunkRows_);
  at::parallel_for(0, active, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t w = begin; w < end; ++w)
      for (std::int64_t i = 0; i < chunksOfWorker_; ++i) {
        const std::int64_t index = w * chunksOfWorker_ + i;
        const std::int64_t first = index * chunkRows_;
        const std::int64_t points = std::min(chunkRows_, points_ - first);
        if (points > 0) work(static_cast<int>(w), {keep_ ? index : w, first, points, i == 0});
      }
  });
}

template <typename T>
void MlpPropagation<T>::packWeights(const T* parameters) {
  const auto count = static_cast<std::int64_t>(layers_.size());
  share(2 * count, 1, [&](int, std::int64_t first, std::int64_t end) {
    for (std::int64_t i = first; i < end; ++i) {
      // Both packs of a layer are alike in cost; the workers take turns, for the first is small.
      const Layer& layer = layers_[static_cast<std::size_t>(i / 2)];
      const MlpLayer& shape = layer.shape;
      const T* weights = parameters + shape.weights;
      if (i % 2 == 1) {
        if (adjoint_ || keep_)
          kernels_->pack(weights, shape.outputs, layer.inputs, shape.inputs, 1,
                         layer.adjointPack.data());
        continue;
      }
      const std::int64_t padded = roundUp(shape.outputs, kColumnMultiple);
      T* pack = layer.forwardPack.data();
      kernels_->pack(weights, layer.inputs, shape.outputs, 1, shape.inputs, pack);
      T* bias = pack + layer.inputs * padded;
      std::copy_n(parameters + shape.biases, shape.outputs, bias);
      std::fill(bias + shape.outputs, bias + padded, T(0));
    }
  });
}

template <typename T>
void MlpPropagation<T>::computeStart(const PropagationInputs<T>& inputs) {
  const Layer& layer = layers_[0];
  const std::int64_t padded = roundUp(layer.shape.outputs, kColumnMultiple);
  const T* bias = layer.forwardPack.data() + layer.inputs * padded;
  const std::int64_t rows = roundUp(inputs.models, kRowMultiple);
  T* start = start_.atLeast(rows * layer.width);
  if (config_.latents == 0) {
    std::copy_n(bias, padded, start);
    return;
  }
  const std::int64_t count = config_.latents;
  T* latents = latents_.atLeast(rows * latentWidth_);
  for (std::int64_t m = 0; m < inputs.models; ++m)
    std::copy_n(inputs.latents + m * count, count, latents + m * latentWidth_);
  for (std::int64_t m = inputs.models; m < rows; ++m)
    std::fill_n(latents + m * latentWidth_, latentWidth_, T(0));
  T* pack = latentForward_.atLeast(count * padded);
  kernels_->pack(inputs.parameters + layer.shape.weights + layer.inputs, count, layer.shape.outputs,
                 1, layer.shape.inputs, pack);
  // A hundred models or so are done before another thread has woken.
  constexpr std::int64_t kWorthSharing = 128;
  share(rows, kWorthSharing, [&](int, std::int64_t first, std::int64_t end) {
    kernels_->multiply(end - first, count, layer.shape.outputs,
                       {latents + first * latentWidth_, latentWidth_}, pack, {bias, 0},
                       {start + first * layer.width, layer.width});
  });
}

template class NumberBuffer<float>;
template class NumberBuffer<double>;
#define ISOCHRON_INSTANTIATE(T)                                                                \
  template void MlpPropagation<T>::plan(const MlpConfig&, const std::vector<int>&, int, bool,  \
                                        const PropagationInputs<T>&);                          \
  template void MlpPropagation<T>::share(                                                      \
      std::int64_t, std::int64_t, const std::function<void(int, std::int64_t, std::int64_t)>&) \
      const;                                                                                   \
  template void MlpPropagation<T>::forEachChunk(const std::function<void(int, const Chunk&)>&) \
      const;                                                                                   \
  template void MlpPropagation<T>::packWeights(const T*);                                      \
  template void MlpPropagation<T>::computeStart(const PropagationInputs<T>&);
ISOCHRON_INSTANTIATE(float)
ISOCHRON_INSTANTIATE(double)
#undef ISOCHRON_INSTANTIATE

}  // namespace isochron
