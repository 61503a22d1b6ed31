// SPDX-License-Identifier: GPL-3.0-or-later
// The reverse sweeps: from derivatives of a loss by the outputs to those by everything else.
//
// In adjoint mode the forward sweep is two: z, a upward, then d, g downward. The reverse of the
// second runs upward (tangentSweep: it is the derivative of the network along the direction that
// the loss gives every point), the reverse of the first downward, together with all gradients:
// those of a layer's weights are bar^T a + d^T tangent.
#include <algorithm>

#include "nn/mlp_propagation.h"
#include "nn/mlp_propagation_blocks.h"

namespace isochron {

namespace {

// With fewer rows than these a product is done before another thread has woken.
constexpr std::int64_t kWorthSharing = 256;

}  // namespace

template <typename T>
void MlpPropagation<T>::backward(const PropagationInputs<T>& inputs,
                                 const PropagationOutputs<const T>& bars,
                                 const PropagationGradients<T>& gradients) {
  forEachChunk([&](int worker, const Chunk& chunk) {
    if (adjoint_) tangentSweep(bars.first, gradients.parameters != nullptr, worker, chunk);
    reverseSweep(bars, gradients, worker, chunk);
  });
  if (gradients.parameters) sumGradients(gradients.parameters);
  if (config_.latents > 0 && (gradients.parameters || gradients.latents))
    latentGradients(inputs, gradients);
}

template <typename T>
void MlpPropagation<T>::tangentSweep(const T* firstBar, bool wantsParameters, int worker,
                                     const Chunk& chunk) const {
  Rows<T> from{scratch(worker, 0), inputWidth_};
  std::fill_n(from.data, chunkRows_ * inputWidth_, T(0));
  if (firstBar)
    for (std::size_t k = 0; k < directions_.size(); ++k)
      for (std::int64_t i = 0; i < chunk.points; ++i)
        from.row(i)[directions_[k]] =
            firstBar[static_cast<std::int64_t>(k) * points_ + chunk.first + i];
  for (std::size_t l = 0; l < last(); ++l) {
    const Layer& layer = layers_[l];
    const Rows<T> t{scratch(worker, (l + 1) % 2), layer.width};
    const Rows<T> q = rowsOf(layer.curvature, layer.width, chunkRows_, chunk);
    const Rows<T> carrier = carrierOf(l, chunk);
    // While this layer's tangent is near: it need not be kept for the sweep downward.
    if (wantsParameters) addTangentGradient(l, {from.data, from.stride}, worker, chunk);
    forEachBlock([&](std::int64_t row, std::int64_t rows) {
      kernels_->multiply(rows, layer.inputs, layer.shape.outputs, {from.row(row), from.stride},
                         layer.forwardPack.data(), {}, {t.row(row), t.stride});
      activation().tangent(rows, layer.shape.outputs, {carrier.row(row), carrier.stride},
                           {t.row(row), t.stride}, {q.row(row), q.stride});
    });
    from = t;
  }
  if (wantsParameters) addTangentGradient(last(), {from.data, from.stride}, worker, chunk);
}

template <typename T>
void MlpPropagation<T>::addTangentGradient(std::size_t l, Rows<const T> t, int worker,
                                           const Chunk& chunk) const {
  const Layer& layer = layers_[l];
  const Rows<T> weights = weightSums(l, worker);
  if (l == last()) {  // d is 1
    kernels_->addRows(chunkRows_, layer.inputs, t, weights.data, !chunk.isFirst);
    return;
  }
  const Rows<T> d = rowsOf(layer.adjoint, layer.width, chunkRows_, chunk);
  kernels_->accumulate(chunkRows_, layer.shape.outputs, layer.inputs, {d.data, d.stride}, t,
                       weights, !chunk.isFirst);
}

template <typename T>
void MlpPropagation<T>::reverseSweep(const PropagationOutputs<const T>& bars,
                                     const PropagationGradients<T>& gradients, int worker,
                                     const Chunk& chunk) const {
  Rows<T> bar = readBars(bars, worker, chunk);
  for (std::size_t l = last();; --l) {
    if (gradients.parameters) addLayerGradient(l, {bar.data, bar.stride}, worker, chunk);
    T* const next = scratch(worker, (last() - l + 1) % 2);
    if (l == 0) {
      if (gradients.coordinates)
        writeCoordinateGradient({bar.data, bar.stride}, gradients.coordinates, next, chunk);
      break;
    }
    bar = reverseLayer(l, {bar.data, bar.stride}, next, chunk);
  }
  if (config_.latents > 0)
    std::copy_n(bar.data, chunkRows_ * bar.stride,
                rowsOf(startBars_.data(), bar.stride, chunkRows_, chunk).data);
}

template <typename T>
Rows<T> MlpPropagation<T>::readBars(const PropagationOutputs<const T>& bars, int worker,
                                    const Chunk& chunk) const {
  const Layer& layer = layers_[last()];
  const Rows<T> to{scratch(worker, 0), layer.width};
  std::fill_n(to.data, blockRows() * layer.width, T(0));
  const std::int64_t count = layer.shape.outputs;
  const auto read = [&](const T* from, std::int64_t channel, std::int64_t direction) {
    if (!from) return;
    from += (direction * points_ + chunk.first) * count;
    for (std::int64_t i = 0; i < chunk.points; ++i)
      std::copy_n(from + i * count, count, to.row(channel * chunkRows_ + i));
  };
  read(bars.value, 0, 0);
  for (std::int64_t k = 0; k < channels_.directions; ++k) {
    read(bars.first, 1 + k, k);
    if (channels_.order == 2) read(bars.second, 1 + channels_.directions + k, k);
  }
  return to;
}

template <typename T>
void MlpPropagation<T>::addLayerGradient(std::size_t l, Rows<const T> bar, int worker,
                                         const Chunk& chunk) const {
  const Layer& layer = layers_[l];
  const std::int64_t outputs = layer.shape.outputs;
  const Rows<T> a = below(l, chunk);
  kernels_->accumulate(blockRows(), outputs, layer.inputs, bar, {a.data, a.stride},
                       weightSums(l, worker), adjoint_ || !chunk.isFirst);
  kernels_->addRows(chunkRows_, outputs, bar,
                    gradients_.data() + worker * gradientCount_ + layer.biasOffset, !chunk.isFirst);
}

template <typename T>
Rows<T> MlpPropagation<T>::reverseLayer(std::size_t l, Rows<const T> bar, T* to,
                                        const Chunk& chunk) const {
  const Layer& layer = layers_[l];
  const Rows<T> next{to, layers_[l - 1].width};
  forEachBlock([&](std::int64_t row, std::int64_t rows) {
    for (std::int64_t c = 0; c < channels_.count(); ++c) {
      const std::int64_t at = c * chunkRows_ + row;
      kernels_->multiply(rows, layer.shape.outputs, layer.inputs, {bar.row(at), bar.stride},
                         layer.adjointPack.data(), {}, {next.row(at), next.stride});
    }
    reverseActivation(l - 1, row, rows, next, chunk);
  });
  return next;
}

template <typename T>
void MlpPropagation<T>::reverseActivation(std::size_t l, std::int64_t row, std::int64_t rows,
                                          Rows<T> bar, const Chunk& chunk) const {
  const Layer& layer = layers_[l];
  const Rows<T> carrier = carrierOf(l, chunk);
  const Rows<const T> from{carrier.row(row), carrier.stride};
  const Rows<T> to{bar.row(row), bar.stride};
  if (adjoint_) {
    const Rows<T> q = rowsOf(layer.curvature, layer.width, chunkRows_, chunk);
    activation().reverse(rows, layer.shape.outputs, from, {q.row(row), q.stride}, to);
    return;
  }
  const Rows<T> z = inputOf(l, chunk);
  const Channels channels = channelsOf(layer);
  activation().taylorReverse(rows, layer.shape.outputs, channels, from, {z.row(row), z.stride}, to,
                             channels.channelStride);
}

template <typename T>
void MlpPropagation<T>::writeCoordinateGradient(Rows<const T> bar, T* gradient, T* space,
                                                const Chunk& chunk) const {
  const Layer& layer = layers_[0];
  const Rows<T> to{space, inputWidth_};
  kernels_->multiply(chunkRows_, layer.shape.outputs, layer.inputs, bar, layer.adjointPack.data(),
                     {}, to);
  for (std::int64_t i = 0; i < chunk.points; ++i)
    std::copy_n(to.row(i), layer.inputs, gradient + (chunk.first + i) * layer.inputs);
}

template <typename T>
void MlpPropagation<T>::sumGradients(T* gradient) const {
  const std::int64_t each = chunksOfWorker_ * chunkRows_;
  const std::int64_t active = std::min<std::int64_t>((points_ + each - 1) / each, workers_);
  const auto sum = [&](std::int64_t offset, std::int64_t count, T* to) {
    if (active == 0) std::fill_n(to, count, T(0));
    if (active > 0) std::copy_n(gradients_.data() + offset, count, to);
    for (std::int64_t w = 1; w < active; ++w) {
      const T* from = gradients_.data() + w * gradientCount_ + offset;
      for (std::int64_t i = 0; i < count; ++i) to[i] += from[i];
    }
  };
  for (const Layer& layer : layers_)
    sum(layer.biasOffset, layer.shape.outputs, gradient + layer.shape.biases);
  // Neighbours in memory: the update that follows is shared out the same way.
  std::int64_t rows = 0;
  for (const Layer& layer : layers_) rows += layer.shape.outputs;
  share(rows, 1, [&](int, std::int64_t first, std::int64_t end) {
    std::int64_t before = 0;  // rows of the layers below
    for (const Layer& layer : layers_) {
      const std::int64_t outputs = layer.shape.outputs;
      for (std::int64_t o = std::max<std::int64_t>(first - before, 0);
           o < std::min(end - before, outputs); ++o)
        sum(layer.gradientOffset + o * layer.gradientWidth, layer.inputs,
            gradient + layer.shape.weights + o * layer.shape.inputs);
      before += outputs;
    }
  });
}

template <typename T>
void MlpPropagation<T>::sumStartBars(const std::int64_t* modelOfPoint, std::int64_t models) {
  const std::int64_t width = layers_[0].width;
  T* sums = startBar_.atLeast(roundUp(models, kRowMultiple) * width);
  std::fill_n(sums, roundUp(models, kRowMultiple) * width, T(0));
  const std::int64_t multiple = points_ < kWorthSharing ? width : 16;
  share(layers_[0].shape.outputs, multiple, [&](int, std::int64_t first, std::int64_t end) {
    for (std::int64_t i = 0; i < points_; ++i) {
      const T* from = startBars_.data() + i * width;
      T* to = sums + (modelOfPoint ? modelOfPoint[i] : std::int64_t{0}) * width;
      for (std::int64_t j = first; j < end; ++j) to[j] += from[j];
    }
  });
}

template <typename T>
void MlpPropagation<T>::latentGradients(const PropagationInputs<T>& inputs,
                                        const PropagationGradients<T>& gradients) {
  const MlpLayer& shape = layers_[0].shape;
  const std::int64_t width = layers_[0].width;
  const std::int64_t count = config_.latents;
  const T* weights = inputs.parameters + shape.weights + config_.coordinates;
  sumStartBars(inputs.modelOfPoint, inputs.models);
  const T* bar = startBar_.data();
  if (gradients.parameters) {
    T* sums = latentWeightBar_.atLeast(roundUp(shape.outputs, kRowMultiple) * latentWidth_);
    T* to = gradients.parameters + shape.weights + config_.coordinates;
    const std::int64_t multiple = inputs.models < kWorthSharing ? width : kRowMultiple;
    share(shape.outputs, multiple, [&](int, std::int64_t first, std::int64_t end) {
      kernels_->accumulate(inputs.models, end - first, count, {bar + first, width},
                           {latents_.data(), latentWidth_},
                           {sums + first * latentWidth_, latentWidth_}, false);
      for (std::int64_t o = first; o < end; ++o)
        std::copy_n(sums + o * latentWidth_, count, to + o * shape.inputs);
    });
  }
  if (!gradients.latents) return;
  const std::int64_t rows = roundUp(inputs.models, kRowMultiple);
  T* pack = latentAdjoint_.atLeast(shape.outputs * roundUp(count, kColumnMultiple));
  kernels_->pack(weights, shape.outputs, count, shape.inputs, 1, pack);
  T* out = latentBar_.atLeast(rows * latentWidth_);
  kernels_->multiply(rows, shape.outputs, count, {bar, width}, pack, {}, {out, latentWidth_});
  for (std::int64_t m = 0; m < inputs.models; ++m)
    std::copy_n(out + m * latentWidth_, count, gradients.latents + m * count);
}

#define ISOCHRON_INSTANTIATE(T)                                                 \
  template void MlpPropagation<T>::backward(const PropagationInputs<T>&,        \
                                            const PropagationOutputs<const T>&, \
                                            const PropagationGradients<T>&);
ISOCHRON_INSTANTIATE(float)
ISOCHRON_INSTANTIATE(double)
#undef ISOCHRON_INSTANTIATE

}  // namespace isochron
