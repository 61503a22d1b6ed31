// SPDX-License-Identifier: GPL-3.0-or-later
// mlpDerivatives as one node of autograd: checks, and the way to the sweeps and back.
#include "nn/mlp_derivatives.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>

#include <algorithm>
#include <stdexcept>

#include "field/error.h"
#include "nn/mlp_propagation.h"
#include "nn/mlp_tensor_propagation.h"

namespace isochron {

struct MlpWorkspace::State {
  explicit State(int count) : threads(count), ofFloat(count), ofDouble(count) {}

  template <typename T>
  MlpPropagation<T>& propagation() {
    if constexpr (std::is_same_v<T, float>)
      return ofFloat;
    else
      return ofDouble;
  }

  int threads;
  std::uint64_t uses = 0;  ///< how often the memory was written
  MlpPropagation<float> ofFloat;
  MlpPropagation<double> ofDouble;
};

MlpWorkspace::MlpWorkspace(int threads)
    : state_(std::make_shared<State>(threads > 0 ? threads : at::get_num_threads())) {}
MlpWorkspace::~MlpWorkspace() = default;
MlpWorkspace::MlpWorkspace(MlpWorkspace&&) noexcept = default;
MlpWorkspace& MlpWorkspace::operator=(MlpWorkspace&&) noexcept = default;

int MlpWorkspace::threads() const { return state_->threads; }

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What the reverse pass needs to know of the forward one.
struct Call : torch::CustomClassHolder {
  MlpConfig config;
  DerivativeRequest request;
  std::shared_ptr<MlpWorkspace::State> state;
  std::uint64_t use = 0;
  bool reversed = false;
  bool wantsParameters = false, wantsCoordinates = false, wantsLatents = false;
  torch::Tensor modelOfPoint;
  MlpTensorPropagation onTensors;  ///< used where the tensors are not on a CPU
};

std::string shapeOf(const Tensor& tensor) {
  if (!tensor.defined()) return "nothing";
  std::string text = "(";
  for (std::int64_t i = 0; i < tensor.dim(); ++i)
    text += (i ? ", " : "") + std::to_string(tensor.size(i));
  return text + ")";
}

void checkShape(const char* what, const Tensor& tensor, const Tensor& like, bool fits,
                const std::string& wanted) {
  if (!fits)
    throw Error("network", std::string(what) + " have the shape " + shapeOf(tensor),
                "give " + wanted);
  if (tensor.scalar_type() != like.scalar_type() || tensor.device() != like.device())
    throw Error("network", std::string(what) + " differ from the parameters in type or device",
                "convert them to the parameters' type and device");
}

void checkModels(const MlpConfig& config, const MlpInputs& inputs) {
  const Tensor& index = inputs.modelOfPoint;
  if (!index.defined()) {
    if (config.latents > 0 && inputs.latents.size(0) != 1)
      throw Error("network", "there are several models, but no index says which is a point's",
                  "give modelOfPoint");
    return;
  }
  if (config.latents == 0)
    throw Error("network", "a network without latents knows no models", "leave modelOfPoint out");
  if (index.dim() != 1 || index.size(0) != inputs.coordinates.size(0) ||
      index.scalar_type() != torch::kInt64 || index.device() != inputs.coordinates.device())
    throw Error("network", "modelOfPoint has the shape " + shapeOf(index),
                "give one 64-bit integer for each point");
  if (index.numel() == 0) return;
  if (index.min().item<std::int64_t>() < 0 ||
      index.max().item<std::int64_t>() >= inputs.latents.size(0))
    throw Error("network", "modelOfPoint names a model that is not there",
                "give numbers from 0 to the number of models less 1");
}

void check(const MlpConfig& config, const Tensor& parameters, const MlpInputs& inputs,
           const DerivativeRequest& request) {
  const std::int64_t count = mlpParameterCount(config);
  checkShape("the parameters", parameters, parameters,
             parameters.defined() && parameters.dim() == 1 && parameters.size(0) == count,
             "a flat tensor of " + std::to_string(count) + " numbers");
  if (parameters.scalar_type() != torch::kFloat32 && parameters.scalar_type() != torch::kFloat64)
    throw Error("network", "the parameters are neither float32 nor float64",
                "convert them to one of these types");
  const Tensor& x = inputs.coordinates;
  checkShape("the coordinates", x, parameters,
             x.defined() && x.dim() == 2 && x.size(1) == config.coordinates,
             "points x " + std::to_string(config.coordinates) + " numbers");
  if (config.latents > 0) {
    const Tensor& latents = inputs.latents;
    checkShape("the latents", latents, parameters,
               latents.defined() && latents.dim() == 2 && latents.size(0) > 0 &&
                   latents.size(1) == config.latents,
               "models x " + std::to_string(config.latents) + " numbers");
  }
  checkModels(config, inputs);
  if (request.order < 0 || request.order > 2)
    throw Error("network",
                "derivatives of order " + std::to_string(request.order) + " are not known",
                "ask for order 0, 1 or 2");
  std::vector<int> sorted = request.directions;
  std::sort(sorted.begin(), sorted.end());
  const bool distinct = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
  if (!sorted.empty() && (!distinct || sorted.front() < 0 || sorted.back() >= config.coordinates ||
                          sorted.size() > kMostDirections))
    throw Error("network", "derivatives are wanted by columns that cannot be",
                "name at most 4 different columns of the coordinates");
}

template <typename T>
PropagationInputs<T> rawInputs(const Tensor& parameters, const MlpInputs& inputs) {
  return {parameters.data_ptr<T>(),
          inputs.coordinates.size(0),
          inputs.coordinates.data_ptr<T>(),
          inputs.latents.defined() ? inputs.latents.size(0) : 1,
          inputs.latents.defined() ? inputs.latents.data_ptr<T>() : nullptr,
          inputs.modelOfPoint.defined() ? inputs.modelOfPoint.data_ptr<std::int64_t>() : nullptr};
}

template <typename T>
T* dataOf(const Tensor& tensor) {
  return tensor.defined() ? tensor.data_ptr<T>() : nullptr;
}

MlpInputs contiguous(const MlpInputs& inputs) {
  const auto of = [](const Tensor& tensor) {
    return tensor.defined() ? tensor.detach().contiguous() : tensor;
  };
  return {of(inputs.coordinates), of(inputs.latents), of(inputs.modelOfPoint)};
}

template <typename T>
MlpDerivatives propagate(const MlpConfig& config, const Tensor& parameters, const MlpInputs& inputs,
                         const DerivativeRequest& request, bool keep, MlpWorkspace::State& state) {
  const auto options = parameters.options().requires_grad(false);
  const std::int64_t points = inputs.coordinates.size(0);
  const auto count = static_cast<std::int64_t>(request.directions.size());
  MlpDerivatives result;
  result.value = torch::empty({points, config.outputs}, options);
  if (request.order > 0) result.first = torch::empty({count, points, config.outputs}, options);
  if (request.order > 1) result.second = torch::empty({count, points, config.outputs}, options);
  state.propagation<T>().forward(
      config, request.directions, request.order, keep, rawInputs<T>(parameters, inputs),
      {dataOf<T>(result.value), dataOf<T>(result.first), dataOf<T>(result.second)});
  return result;
}

MlpDerivatives propagateOnCpu(const MlpConfig& config, const Tensor& parameters,
                              const MlpInputs& inputs, const DerivativeRequest& request, bool keep,
                              MlpWorkspace::State& state) {
  ++state.uses;
  if (parameters.scalar_type() == torch::kFloat32)
    return propagate<float>(config, parameters, inputs, request, keep, state);
  return propagate<double>(config, parameters, inputs, request, keep, state);
}

template <typename T>
MlpGradients reverse(const Call& call, const Tensor& parameters, const MlpInputs& inputs,
                     const MlpDerivatives& bars) {
  MlpGradients gradients;
  if (call.wantsParameters) gradients.parameters = torch::empty_like(parameters);
  if (call.wantsCoordinates) gradients.coordinates = torch::empty_like(inputs.coordinates);
  if (call.wantsLatents) gradients.latents = torch::empty_like(inputs.latents);
  call.state->propagation<T>().backward(
      rawInputs<T>(parameters, inputs),
      {dataOf<T>(bars.value), dataOf<T>(bars.first), dataOf<T>(bars.second)},
      {dataOf<T>(gradients.parameters), dataOf<T>(gradients.coordinates),
       dataOf<T>(gradients.latents)});
  return gradients;
}

MlpGradients reverseOnCpu(const Call& call, const Tensor& parameters, const MlpInputs& inputs,
                          const MlpDerivatives& bars) {
  if (call.use != call.state->uses)
    throw std::logic_error(
        "the reverse pass of mlpDerivatives came after its workspace was used "
        "for something else");
  if (parameters.scalar_type() == torch::kFloat32)
    return reverse<float>(call, parameters, inputs, bars);
  return reverse<double>(call, parameters, inputs, bars);
}

struct DerivativesFunction : torch::autograd::Function<DerivativesFunction> {
  /// `latents` must be a tensor even where there are none: autograd asks for its device.
  static variable_list forward(AutogradContext* context, const Tensor& parameters,
                               const Tensor& coordinates, const Tensor& latents,
                               c10::intrusive_ptr<Call> call) {
    const bool hasLatents = call->config.latents > 0;
    const MlpInputs inputs =
        contiguous({coordinates, hasLatents ? latents : Tensor(), call->modelOfPoint});
    const Tensor flat = parameters.detach().contiguous();
    const auto wants = [](const Tensor& t) { return t.defined() && t.requires_grad(); };
    call->wantsParameters = wants(parameters);
    call->wantsCoordinates = wants(coordinates);
    call->wantsLatents = hasLatents && wants(latents);
    const bool keep = call->wantsParameters || call->wantsCoordinates || call->wantsLatents;
    MlpDerivatives result;
    if (flat.is_cpu()) {
      result = propagateOnCpu(call->config, flat, inputs, call->request, keep, *call->state);
      call->use = call->state->uses;
    } else {
      result = call->onTensors.forward(call->config, flat, inputs, call->request, keep);
    }
    context->save_for_backward({flat, inputs.coordinates, inputs.latents, inputs.modelOfPoint});
    context->saved_data["call"] = c10::IValue::make_capsule(call);
    variable_list outputs{result.value};
    if (result.first.defined()) outputs.push_back(result.first);
    if (result.second.defined()) outputs.push_back(result.second);
    return outputs;
  }

  static variable_list backward(AutogradContext* context, const variable_list& outputBars) {
    if (torch::GradMode::is_enabled())
      throw std::logic_error("the reverse pass of mlpDerivatives cannot be differentiated");
    auto call = c10::static_intrusive_pointer_cast<Call>(context->saved_data["call"].toCapsule());
    if (call->reversed) throw std::logic_error("the reverse pass of mlpDerivatives runs only once");
    call->reversed = true;
    const auto saved = context->get_saved_variables();
    const MlpInputs inputs{saved[1], saved[2], saved[3]};
    const auto bar = [&](std::size_t i) {
      return i < outputBars.size() && outputBars[i].defined() ? outputBars[i].contiguous()
                                                              : Tensor();
    };
    const MlpDerivatives bars{bar(0), bar(1), bar(2)};
    const MlpGradients gradients =
        saved[0].is_cpu() ? reverseOnCpu(*call, saved[0], inputs, bars)
                          : call->onTensors.backward(saved[0], inputs, bars, call->wantsParameters,
                                                     call->wantsCoordinates, call->wantsLatents);
    return {gradients.parameters, gradients.coordinates, gradients.latents, Tensor()};
  }
};

}  // namespace

MlpDerivatives mlpDerivatives(const MlpConfig& config, const Tensor& parameters,
                              const MlpInputs& inputs, const DerivativeRequest& request,
                              MlpWorkspace& workspace) {
  check(config, parameters, inputs, request);
  const Tensor latents = config.latents > 0 ? inputs.latents : Tensor();
  if (!torch::GradMode::is_enabled() && parameters.is_cpu())
    return propagateOnCpu(config, parameters.detach().contiguous(),
                          contiguous({inputs.coordinates, latents, inputs.modelOfPoint}), request,
                          false, *workspace.state());
  auto call = c10::make_intrusive<Call>();
  call->config = config;
  call->request = request;
  call->state = workspace.state();
  call->modelOfPoint = inputs.modelOfPoint;
  const variable_list outputs = DerivativesFunction::apply(
      parameters, inputs.coordinates, latents.defined() ? latents : parameters.detach(), call);
  return {outputs[0], request.order > 0 ? outputs[1] : Tensor(),
          request.order > 1 ? outputs[2] : Tensor()};
}

Tensor mlpEvaluate(const MlpConfig& config, const Tensor& parameters, const MlpInputs& inputs,
                   MlpWorkspace& workspace) {
  const torch::NoGradGuard noGraph;
  return mlpDerivatives(config, parameters, inputs, {{}, 0}, workspace).value;
}

}  // namespace isochron
