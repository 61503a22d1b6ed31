// SPDX-License-Identifier: GPL-3.0-or-later
// The forward sweeps: all channels upward, and the adjoint downward.
#include "nn/mlp_propagation.h"

#include <algorithm>

#include "nn/mlp_propagation_blocks.h"

namespace isochron {

template <typename T>
void MlpPropagation<T>::forward(const MlpConfig& config, const std::vector<int>& directions,
                                int order, bool keep, const PropagationInputs<T>& inputs,
                                const PropagationOutputs<T>& outputs) {
  plan(config, directions, order, keep, inputs);
  packWeights(inputs.parameters);
  computeStart(inputs);
  forEachChunk([&](int worker, const Chunk& chunk) {
    readInputs(inputs, chunk);
    upward(inputs, chunk);
    writeOutputs(outputs, worker, chunk);
    if (adjoint_) adjointSweep(outputs.first, worker, chunk);
  });
}

template <typename T>
Rows<T> MlpPropagation<T>::outputOf(std::size_t l, const Chunk& chunk) const {
  const Layer& layer = layers_[l];
  if (!storesLayers()) return {scratch(chunk.slot, l % 2), layer.width};
  return rowsOf(layer.output, layer.width, blockRows(), chunk);
}

template <typename T>
Rows<T> MlpPropagation<T>::inputOf(std::size_t l, const Chunk& chunk) const {
  if (!storesInputs()) return outputOf(l, chunk);
  return rowsOf(layers_[l].carrier, layers_[l].width, blockRows(), chunk);
}

template <typename T>
Rows<T> MlpPropagation<T>::below(std::size_t l, const Chunk& chunk) const {
  return l == 0 ? rowsOf(input_.data(), inputWidth_, blockRows(), chunk) : outputOf(l - 1, chunk);
}

template <typename T>
void MlpPropagation<T>::readInputs(const PropagationInputs<T>& inputs, const Chunk& chunk) const {
  const Rows<T> to = below(0, chunk);
  const std::int64_t count = config_.coordinates;
  std::fill_n(to.data, blockRows() * inputWidth_, T(0));
  for (std::int64_t i = 0; i < chunk.points; ++i)
    std::copy_n(inputs.coordinates + (chunk.first + i) * count, count, to.row(i));
  for (std::int64_t c = 1; c <= channels_.directions; ++c)
    for (std::int64_t i = 0; i < chunkRows_; ++i)
      to.row(c * chunkRows_ + i)[directions_[static_cast<std::size_t>(c - 1)]] = T(1);
}

template <typename T>
void MlpPropagation<T>::upward(const PropagationInputs<T>& inputs, const Chunk& chunk) const {
  for (std::size_t l = 0; l < last(); ++l) {
    const Rows<T> z = inputOf(l, chunk);
    const Rows<T> a = outputOf(l, chunk);
    forEachBlock([&](std::int64_t row, std::int64_t rows) {
      if (l == 0)
        multiplyFirst(inputs, chunk, row, rows, z);
      else
        multiplyUp(l, chunk, row, rows, z);
      activate(l, row, rows, z, a);
    });
  }
}

template <typename T>
void MlpPropagation<T>::multiplyFirst(const PropagationInputs<T>& inputs, const Chunk& chunk,
                                      std::int64_t row, std::int64_t rows, Rows<T> z) const {
  const Layer& layer = layers_[0];
  const Rows<T> from = below(0, chunk);
  Rows<const T> start{start_.data(), 0};
  if (inputs.modelOfPoint) {
    for (std::int64_t i = row; i < row + rows; ++i) {
      const std::int64_t model =
          i < chunk.points ? inputs.modelOfPoint[chunk.first + i] : std::int64_t{0};
      std::copy_n(start_.data() + model * layer.width, layer.width, z.row(i));
    }
    start = {z.row(row), z.stride};
  }
  for (std::int64_t c = 0; c < channels_.count(); ++c) {
    const std::int64_t at = c * chunkRows_ + row;
    kernels_->multiply(rows, layer.inputs, layer.shape.outputs, {from.row(at), from.stride},
                       layer.forwardPack.data(), c == 0 ? start : Rows<const T>{},
                       {z.row(at), z.stride});
  }
}

template <typename T>
void MlpPropagation<T>::multiplyUp(std::size_t l, const Chunk& chunk, std::int64_t row,
                                   std::int64_t rows, Rows<T> z) const {
  const Layer& layer = layers_[l];
  const Rows<T> from = below(l, chunk);
  const T* bias =
      layer.forwardPack.data() + layer.inputs * roundUp(layer.shape.outputs, kColumnMultiple);
  for (std::int64_t c = 0; c < channels_.count(); ++c) {
    const std::int64_t at = c * chunkRows_ + row;
    kernels_->multiply(rows, layer.inputs, layer.shape.outputs, {from.row(at), from.stride},
                       layer.forwardPack.data(), {c == 0 ? bias : nullptr, 0},
                       {z.row(at), z.stride});
  }
}

template <typename T>
void MlpPropagation<T>::activate(std::size_t l, std::int64_t row, std::int64_t rows, Rows<T> z,
                                 Rows<T> a) const {
  const Layer& layer = layers_[l];
  const Rows<const T> from{z.row(row), z.stride};
  const Rows<T> to{a.row(row), a.stride};
  if (channels_.order == 0)
    activation().value(rows, layer.shape.outputs, from, to);
  else
    activation().taylor(rows, layer.shape.outputs, channelsOf(layer), from, to);
}

template <typename T>
void MlpPropagation<T>::writeOutputs(const PropagationOutputs<T>& outputs, int worker,
                                     const Chunk& chunk) const {
  const Layer& layer = layers_[last()];
  const Rows<T> u{scratch(worker, last() % 2), layer.width};
  forEachBlock(
      [&](std::int64_t row, std::int64_t rows) { multiplyUp(last(), chunk, row, rows, u); });
  const std::int64_t count = layer.shape.outputs;
  for (std::int64_t c = 0; c < channels_.count(); ++c) {
    const std::int64_t derivative = (c - 1) / std::max<std::int64_t>(channels_.directions, 1);
    const std::int64_t direction = c - 1 - derivative * channels_.directions;
    T* to = c == 0
                ? outputs.value
                : (derivative == 0 ? outputs.first : outputs.second) + direction * points_ * count;
    for (std::int64_t i = 0; i < chunk.points; ++i)
      std::copy_n(u.row(c * chunkRows_ + i), count, to + (chunk.first + i) * count);
  }
}

template <typename T>
void MlpPropagation<T>::adjointSweep(T* first, int worker, const Chunk& chunk) const {
  // Packed, the one row of the last layer's weights lies in order, padded: du/da of every point.
  Rows<const T> g{layers_[last()].adjointPack.data(), 0};
  for (std::size_t l = last(); l-- > 0;) {
    const Layer& layer = layers_[l];
    const Rows<T> carrier = carrierOf(l, chunk);
    const Rows<T> d = rowsOf(layer.adjoint, layer.width, chunkRows_, chunk);
    const Rows<T> q = rowsOf(layer.curvature, layer.width, chunkRows_, chunk);
    const Rows<T> next{scratch(worker, l % 2), leadingDimension(layer.inputs)};
    forEachBlock([&](std::int64_t row, std::int64_t rows) {
      activation().adjoint(rows, layer.shape.outputs, {carrier.row(row), carrier.stride},
                           {g.row(row), g.stride}, {d.row(row), d.stride}, {q.row(row), q.stride});
      kernels_->multiply(rows, layer.shape.outputs, layer.inputs, {d.row(row), d.stride},
                         layer.adjointPack.data(), {}, {next.row(row), next.stride});
    });
    g = {next.data, next.stride};
  }
  for (std::size_t k = 0; k < directions_.size(); ++k)
    for (std::int64_t i = 0; i < chunk.points; ++i)
      first[static_cast<std::int64_t>(k) * points_ + chunk.first + i] = g.row(i)[directions_[k]];
}

template class MlpPropagation<float>;
template class MlpPropagation<double>;

}  // namespace isochron
