// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/conv_planes.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>

#include "nn/kernels/conv_kernels.h"

namespace isochron {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

PlaneShape shapeOf(const Tensor& planes) {
  return {planes.size(1), planes.size(2) - 2, planes.size(3) - 2};
}

int tapsOf(ConvKind kind) { return kind == ConvKind::Doubling ? 4 : 3; }

PlaneShape outputShape(ConvKind kind, const PlaneShape& input, std::int64_t channels) {
  switch (kind) {
    case ConvKind::Even:
      return {channels, input.height, input.width};
    case ConvKind::Halving:
      return {channels, (input.height + 1) / 2, (input.width + 1) / 2};
    case ConvKind::Doubling:
      break;
  }
  return {channels, 2 * input.height, 2 * input.width};
}

/// Uninitialised but for the border, which is zero.
Tensor emptyPlanes(std::int64_t groups, const PlaneShape& shape) {
  Tensor planes =
      torch::empty({groups, shape.channels, shape.height + 2, shape.width + 2, kFieldLanes});
  float* channel = planes.data_ptr<float>();
  const std::int64_t row = shape.rowLength();
  for (std::int64_t i = 0; i < groups * shape.channels; ++i, channel += shape.channelLength()) {
    std::fill_n(channel, row, 0.0f);
    std::fill_n(channel + (shape.height + 1) * row, row, 0.0f);
    for (std::int64_t y = 1; y <= shape.height; ++y) {
      std::fill_n(channel + y * row, kFieldLanes, 0.0f);
      std::fill_n(channel + (y + 1) * row - kFieldLanes, kFieldLanes, 0.0f);
    }
  }
  return planes;
}

/// One pass over nodes of an output: the gather, and its weights as (tap, out, in).
struct GatherPass {
  ConvGather shape;
  Tensor weights;
};

Tensor packed(const std::vector<Tensor>& taps) { return torch::stack(taps).contiguous(); }

/// `weight` is (out, in, taps, taps); every output node (i, j) gathers around (step i, step j).
std::vector<GatherPass> passesDown(const PlaneShape& input, const PlaneShape& output,
                                   std::int64_t step, const Tensor& weight) {
  GatherPass pass;
  pass.shape.input = input;
  pass.shape.output = output;
  pass.shape.inputStep = step;
  pass.shape.rows = output.height;
  pass.shape.columns = output.width;
  std::vector<Tensor> taps;
  for (std::int64_t ky = 0; ky < weight.size(2); ++ky)
    for (std::int64_t kx = 0; kx < weight.size(3); ++kx) {
      pass.shape.tapRow[pass.shape.taps] = ky - 1;
      pass.shape.tapColumn[pass.shape.taps++] = kx - 1;
      taps.push_back(weight.select(3, kx).select(2, ky));
    }
  pass.weights = packed(taps);
  return {pass};
}

/// The transpose of that: `weight` is (in, out, taps, taps), and input node (i, j) spreads around
/// (step i, step j). Output nodes of one phase (i mod step, j mod step) are reached by the same
/// taps: each phase is a gather.
std::vector<GatherPass> passesUp(const PlaneShape& input, const PlaneShape& output,
                                 std::int64_t step, const Tensor& weight) {
  std::vector<GatherPass> passes;
  const std::int64_t size = weight.size(2);
  for (std::int64_t row = 0; row < step; ++row)
    for (std::int64_t column = 0; column < step; ++column) {
      GatherPass pass;
      pass.shape.input = input;
      pass.shape.output = output;
      pass.shape.outputStep = step;
      pass.shape.rowStart = row;
      pass.shape.columnStart = column;
      pass.shape.rows = (output.height - row + step - 1) / step;
      pass.shape.columns = (output.width - column + step - 1) / step;
      std::vector<Tensor> taps;
      for (std::int64_t ky = (row + 1) % step; ky < size; ky += step)
        for (std::int64_t kx = (column + 1) % step; kx < size; kx += step) {
          pass.shape.tapRow[pass.shape.taps] = (row + 1 - ky) / step;
          pass.shape.tapColumn[pass.shape.taps++] = (column + 1 - kx) / step;
          taps.push_back(weight.select(3, kx).select(2, ky).t());
        }
      pass.weights = packed(taps);
      passes.push_back(pass);
    }
  return passes;
}

std::int64_t stepOf(ConvKind kind) { return kind == ConvKind::Even ? 1 : 2; }

std::vector<GatherPass> forwardPasses(ConvKind kind, const PlaneShape& input,
                                      const PlaneShape& output, const Tensor& weight) {
  return kind == ConvKind::Doubling ? passesUp(input, output, 2, weight)
                                    : passesDown(input, output, stepOf(kind), weight);
}

std::vector<GatherPass> reversePasses(ConvKind kind, const PlaneShape& input,
                                      const PlaneShape& output, const Tensor& weight) {
  return kind == ConvKind::Doubling ? passesDown(output, input, 2, weight)
                                    : passesUp(output, input, stepOf(kind), weight);
}

template <typename Work>
void forEachGroup(const Tensor& planes, const Work& work) {
  at::parallel_for(0, planes.size(0), 1, [&](std::int64_t first, std::int64_t end) {
    for (std::int64_t group = first; group < end; ++group) work(group);
  });
}

Tensor gathered(const std::vector<GatherPass>& passes, const Tensor& planes, const float* bias) {
  const PlaneShape& from = passes[0].shape.input;
  const PlaneShape& to = passes[0].shape.output;
  Tensor result = emptyPlanes(planes.size(0), to);
  const float* in = planes.data_ptr<float>();
  float* out = result.data_ptr<float>();
  forEachGroup(planes, [&](std::int64_t group) {
    for (const GatherPass& pass : passes)
      convKernels().gather(pass.shape, in + group * from.length(), pass.weights.data_ptr<float>(),
                           bias, out + group * to.length());
  });
  return result;
}

/// Every group adds up for itself, and the groups are added in their order: the same bits with
/// any number of threads.
Tensor weightGradient(ConvKind kind, const Tensor& input, const Tensor& gradient) {
  const Tensor& small = kind == ConvKind::Doubling ? input : gradient;
  const Tensor& large = kind == ConvKind::Doubling ? gradient : input;
  const PlaneShape smallShape = shapeOf(small), largeShape = shapeOf(large);
  const int taps = tapsOf(kind);
  Tensor sums = torch::zeros({input.size(0), smallShape.channels, largeShape.channels, taps, taps});
  const float* s = small.data_ptr<float>();
  const float* l = large.data_ptr<float>();
  float* out = sums.data_ptr<float>();
  const std::int64_t length = sums.stride(0);
  forEachGroup(input, [&](std::int64_t group) {
    convKernels().correlate(smallShape, largeShape, stepOf(kind), taps,
                            s + group * smallShape.length(), l + group * largeShape.length(),
                            out + group * length);
  });
  return sums.sum(0);
}

Tensor biasGradient(const Tensor& gradient) {
  const PlaneShape shape = shapeOf(gradient);
  Tensor sums = torch::zeros({gradient.size(0), shape.channels});
  const float* values = gradient.data_ptr<float>();
  float* out = sums.data_ptr<float>();
  forEachGroup(gradient, [&](std::int64_t group) {
    convKernels().addUp(shape, values + group * shape.length(), out + group * shape.channels);
  });
  return sums.sum(0);
}

struct ConvolveFunction : torch::autograd::Function<ConvolveFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& planes, const Tensor& weight,
                        const Tensor& bias, std::int64_t kindNumber, bool gelu) {
    const auto kind = static_cast<ConvKind>(kindNumber);
    const Tensor input = planes.contiguous();
    const PlaneShape from = shapeOf(input);
    const PlaneShape to = outputShape(kind, from, weight.size(kind == ConvKind::Doubling ? 1 : 0));
    const Tensor sums =
        gathered(forwardPasses(kind, from, to, weight), input, bias.contiguous().data_ptr<float>());
    context->save_for_backward({input, weight, gelu ? sums : Tensor()});
    context->saved_data["kind"] = kindNumber;
    if (!gelu) return sums;
    Tensor output = torch::empty_like(sums);
    const std::int64_t length = to.length();
    forEachGroup(sums, [&](std::int64_t group) {
      convKernels().gelu(length, sums.data_ptr<float>() + group * length,
                         output.data_ptr<float>() + group * length);
    });
    return output;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto kind = static_cast<ConvKind>(context->saved_data["kind"].toInt());
    const variable_list saved = context->get_saved_variables();
    const Tensor &input = saved[0], &weight = saved[1], &sums = saved[2];
    Tensor gradient = gradients[0].contiguous();
    const PlaneShape shape = shapeOf(gradient);
    if (sums.defined()) {
      const Tensor after = gradient;
      gradient = torch::empty_like(sums);
      const std::int64_t length = shape.length();
      forEachGroup(sums, [&](std::int64_t group) {
        const std::int64_t at = group * length;
        convKernels().geluGradient(length, sums.data_ptr<float>() + at,
                                   after.data_ptr<float>() + at, gradient.data_ptr<float>() + at);
      });
    }
    Tensor toInput, toWeight, toBias;
    if (context->needs_input_grad(0))
      toInput = gathered(reversePasses(kind, shapeOf(input), shape, weight), gradient, nullptr);
    if (context->needs_input_grad(1)) toWeight = weightGradient(kind, input, gradient);
    if (context->needs_input_grad(2)) toBias = biasGradient(gradient);
    return {toInput, toWeight, toBias, Tensor(), Tensor()};
  }
};

}  // namespace

torch::Tensor toPlanes(const torch::Tensor& images) {
  namespace functional = torch::nn::functional;
  const std::int64_t groups = (images.size(0) + kFieldLanes - 1) / kFieldLanes;
  const std::int64_t missing = groups * kFieldLanes - images.size(0);
  // The image's two last dimensions get their border, the first one its missing fields.
  return functional::pad(images, functional::PadFuncOptions({1, 1, 1, 1, 0, 0, 0, missing}))
      .unflatten(0, {groups, kFieldLanes})
      .permute({0, 2, 3, 4, 1})
      .contiguous();
}

torch::Tensor fromPlanes(const torch::Tensor& planes, std::int64_t count) {
  return planes.slice(2, 1, -1)
      .slice(3, 1, -1)
      .permute({0, 4, 1, 2, 3})
      .flatten(0, 1)
      .narrow(0, 0, count);
}

torch::Tensor convolve(ConvKind kind, ConvActivation activation, const torch::Tensor& planes,
                       const torch::Tensor& weight, const torch::Tensor& bias) {
  TORCH_CHECK(planes.is_cpu() && planes.scalar_type() == torch::kFloat32 && planes.dim() == 5 &&
                  planes.size(4) == kFieldLanes,
              "convolve needs plane groups of float32 on the CPU");
  return ConvolveFunction::apply(planes, weight, bias, static_cast<std::int64_t>(kind),
                                 activation == ConvActivation::Gelu);
}

}  // namespace isochron
