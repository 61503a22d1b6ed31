// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/autoencoder.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/config.h"
#include "training/learning_rate.h"

namespace isochron {
namespace {

/// Gains that keep a signal's variance: after GELU about half of it is left.
constexpr double kGelu = 2.0;
constexpr double kLinear = 1.0;

void initialise(torch::Tensor weight, torch::Tensor bias, double inputs, double gain,
                torch::Generator& generator) {
  const torch::NoGradGuard noGradients;
  const double bound = std::sqrt(3.0 * gain / inputs);
  weight.uniform_(-bound, bound, generator);
  bias.zero_();
}

void require(bool condition, const char* problem, const char* remedy) {
  if (!condition) throw Error("autoencoder settings", problem, remedy);
}

std::int64_t codeLength(int nodes, int blocks, const char* axis) {
  const int parts = 1 << blocks;
  if (nodes % parts == 0) return nodes / parts;
  throw Error("autoencoder",
              std::to_string(nodes) + " nodes along " + axis + " cannot be halved " +
                  std::to_string(blocks) + " times",
              "resample the models to a multiple of " + std::to_string(parts) +
                  " nodes, or use fewer blocks (--set blocks=...)");
}

}  // namespace

AutoencoderConfig AutoencoderConfig::fromJson(const Json& json) {
  AutoencoderConfig c;
  ConfigReader reader(json, "autoencoder settings");
  reader.read("latents", c.latents);
  reader.read("blocks", c.blocks);
  reader.read("width", c.width);
  reader.read("channels", c.channels);
  reader.read("kl_weight", c.klWeight);
  reader.read("batch", c.batch);
  reader.read("epochs", c.epochs);
  reader.read("schedule", c.schedule);
  reader.read("learning_rate", c.learningRate);
  reader.read("patience", c.patience);
  reader.read("gradient_clip", c.gradientClip);
  reader.read("validation", c.validation);
  reader.read("test", c.test);
  reader.read("validation_models", c.validationModels);
  reader.read("seed", c.seed);
  reader.read("device", c.device);
  reader.read("threads", c.threads);
  reader.finish();
  require(c.latents > 0 && c.width > 0 && c.batch > 0, "latents, width or batch are not positive",
          "use 96, 16 and 64");
  require(c.blocks >= 1 && c.blocks <= 10, "blocks are not in 1 .. 10", "use 5");
  require(c.channels == 1 || c.channels == 3, "channels are neither 1 nor 3", "use 1");
  require(c.klWeight >= 0.0 && c.gradientClip >= 0.0, "kl_weight or gradient_clip are negative",
          "use 1e-6 and 1");
  require(c.epochs >= 0 && c.validationModels >= 0, "epochs or validation_models are negative",
          "use 0 for without end");
  (void)scheduleKindOf(c.schedule);
  return c;
}

Json AutoencoderConfig::toJson() const {
  return {{"latents", latents},
          {"blocks", blocks},
          {"width", width},
          {"channels", channels},
          {"kl_weight", klWeight},
          {"batch", batch},
          {"epochs", epochs},
          {"schedule", schedule},
          {"learning_rate", learningRate},
          {"patience", patience},
          {"gradient_clip", gradientClip},
          {"validation", validation},
          {"test", test},
          {"validation_models", validationModels},
          {"seed", seed},
          {"device", device},
          {"threads", threads}};
}

int AutoencoderNetwork::channelsAfter(int block) const {
  constexpr int kMostDoublings = 3;
  return block < 0 ? config_.channels : config_.width << std::min(block, kMostDoublings);
}

AutoencoderNetwork::AutoencoderNetwork(const AutoencoderConfig& config, const Grid& grid,
                                       torch::Generator& generator)
    : config_(config),
      codeRows_(codeLength(grid.nz, config.blocks, "z")),
      codeColumns_(codeLength(grid.nx, config.blocks, "x")) {
  namespace nn = torch::nn;
  constexpr std::int64_t kTaps = 9;  // of a 3 x 3 kernel
  const auto convolution = [&](const std::string& name, int from, int to, int stride) {
    nn::Conv2d layer =
        register_module(name, nn::Conv2d(nn::Conv2dOptions(from, to, 3).stride(stride).padding(1)));
    initialise(layer->weight, layer->bias, static_cast<double>(kTaps * from), kGelu, generator);
    return layer;
  };
  const auto connection = [&](const std::string& name, std::int64_t from, std::int64_t to) {
    nn::Linear layer = register_module(name, nn::Linear(from, to));
    initialise(layer->weight, layer->bias, static_cast<double>(from), kLinear, generator);
    return layer;
  };

  for (int block = 0; block < config.blocks; ++block) {
    const std::string name = "encoder_" + std::to_string(block);
    const int to = channelsAfter(block);
    auto strided = convolution(name + "_strided", channelsAfter(block - 1), to, 2);
    auto even = convolution(name + "_even", to, to, 1);
    encoder_.emplace_back(
        [=](const torch::Tensor& x) mutable { return torch::gelu(even(torch::gelu(strided(x)))); });
  }
  const int codeChannels = channelsAfter(config.blocks - 1);
  const std::int64_t code = codeChannels * codeRows_ * codeColumns_;
  auto toLatents = connection("to_latents", code, std::int64_t{2} * config.latents);
  {
    // Little noise at first: more would hide the latents, which tanh keeps small, from the decoder.
    constexpr double kLogVariance = -6.0;
    const torch::NoGradGuard noGradients;
    toLatents->bias.narrow(0, config.latents, config.latents).fill_(kLogVariance);
  }
  encoder_.emplace_back([=](const torch::Tensor& x) mutable { return toLatents(x.flatten(1)); });

  auto fromLatents = connection("from_latents", config.latents, code);
  decoder_.emplace_back([=, this](const torch::Tensor& latents) mutable {
    return fromLatents(latents).view({-1, codeChannels, codeRows_, codeColumns_});
  });
  for (int block = config.blocks - 1; block >= 0; --block) {
    const std::string name = "decoder_" + std::to_string(block);
    const int from = channelsAfter(block), to = channelsAfter(block - 1);
    auto even = convolution(name + "_even", from, from, 1);
    nn::ConvTranspose2d strided = register_module(
        name + "_strided",
        nn::ConvTranspose2d(nn::ConvTranspose2dOptions(from, to, 4).stride(2).padding(1)));
    // Of its 4 x 4 taps each node gets 2 x 2.
    initialise(strided->weight, strided->bias, 4.0 * from, block > 0 ? kGelu : kLinear, generator);
    decoder_.emplace_back([=](const torch::Tensor& x) mutable {
      const torch::Tensor y = strided(torch::gelu(even(x)));
      return block > 0 ? torch::gelu(y) : y;
    });
  }
}

torch::Tensor AutoencoderNetwork::asChannels(const torch::Tensor& fields) const {
  return fields.unsqueeze(1).expand({-1, config_.channels, -1, -1});
}

AutoencoderNetwork::Latents AutoencoderNetwork::encode(const torch::Tensor& fields) {
  torch::Tensor x = asChannels(fields);
  for (const auto& layer : encoder_) x = layer(x);
  const auto parts = x.chunk(2, 1);
  return {parts[0].tanh(), parts[1]};
}

torch::Tensor AutoencoderNetwork::decode(const torch::Tensor& latents) {
  torch::Tensor x = latents;
  for (const auto& layer : decoder_) x = layer(x);
  return x;
}

void AutoencoderNetwork::save(Archive& archive) const {
  for (const auto& weight : named_parameters()) put(archive, "weights/" + weight.key(), *weight);
}

void AutoencoderNetwork::load(const Archive& archive) {
  for (auto& weight : named_parameters()) restore(archive, "weights/" + weight.key(), *weight);
}

Autoencoder::Autoencoder(const Archive& archive)
    : config_(AutoencoderConfig::fromJson(archive.described("config"))),
      grid_(gridOf(archive)),
      standardisation_(standardisationOf(archive)),
      mean_(torch::empty({config_.latents})),
      deviation_(torch::empty({config_.latents})) {
  if (!archive.contains("latents/mean"))
    throw Error(archive.name(), "its training was cut off before the model was finished",
                "resume it with isochron-cli train autoencoder --resume");
  torch::Generator generator = makeGenerator(config_.seed);
  network_ = std::make_shared<AutoencoderNetwork>(config_, grid_, generator);
  network_->load(archive);
  restore(archive, "latents/mean", mean_);
  restore(archive, "latents/deviation", deviation_);
}

torch::Tensor Autoencoder::encodeStandardised(const torch::Tensor& fields) const {
  return (network_->encode(fields).mean - mean_) / deviation_;
}

torch::Tensor Autoencoder::decodeStandardised(const torch::Tensor& latents) const {
  return network_->decodeField(latents * deviation_ + mean_);
}

void Autoencoder::save(Archive& archive) const {
  archive.metadata["kind"] = kind();
  archive.metadata["config"] = config_.toJson();
  archive.metadata["grid"] = describe(grid_);
  archive.metadata["standardisation"] = describe(standardisation_);
  network_->save(archive);
  put(archive, "latents/mean", mean_);
  put(archive, "latents/deviation", deviation_);
}

}  // namespace isochron
