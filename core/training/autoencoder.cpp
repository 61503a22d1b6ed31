// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/autoencoder.h"

#include <torch/nn/modules/conv.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>

#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/autoencoder_start.h"
#include "training/config.h"
#include "training/learning_rate.h"

namespace isochron {
namespace {

/// Numbers of one channel that make one of the output: of the 4 x 4 taps that double an image,
/// each node gets 2 x 2.
constexpr int kEvenTaps = 9;
constexpr int kDoublingTaps = 4;

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
  reader.read("doublings", c.doublings);
  reader.read("channels", c.channels);
  reader.read("relative", c.relative);
  reader.read("kl_weight", c.klWeight);
  reader.read("batch", c.batch);
  reader.read("epochs", c.epochs);
  reader.read("start", c.start);
  reader.read("schedule", c.schedule);
  reader.read("learning_rate", c.learningRate);
  reader.read("patience", c.patience);
  reader.read("gradient_clip", c.gradientClip);
  reader.read("validation", c.validation);
  reader.read("test", c.test);
  reader.read("validation_models", c.validationModels);
  reader.read("seed", c.seed);
  reader.read("threads", c.threads);
  reader.readDevice();
  reader.finish();
  require(c.latents > 0 && c.width > 0 && c.batch > 0, "latents, width or batch are not positive",
          "use 96, 16 and 64");
  require(c.blocks >= 1 && c.blocks <= 10, "blocks are not in 1 .. 10", "use 5");
  require(c.doublings >= 0 && c.doublings <= 10, "doublings are not in 0 .. 10", "use 3");
  require(c.start == "random" || c.start == "linear", "start is neither random nor linear",
          "use linear");
  require(c.start == "random" || c.width % 2 == 0, "an odd width cannot start linear",
          "use an even one");
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
          {"doublings", doublings},
          {"channels", channels},
          {"relative", relative},
          {"kl_weight", klWeight},
          {"batch", batch},
          {"epochs", epochs},
          {"start", start},
          {"schedule", schedule},
          {"learning_rate", learningRate},
          {"patience", patience},
          {"gradient_clip", gradientClip},
          {"validation", validation},
          {"test", test},
          {"validation_models", validationModels},
          {"seed", seed},
          {"threads", threads}};
}

int AutoencoderNetwork::channelsAfter(int block) const {
  return block < 0 ? config_.channels : config_.width << std::min(block, config_.doublings);
}

AutoencoderNetwork::AutoencoderNetwork(const AutoencoderConfig& config, const Grid& grid,
                                       torch::Generator& generator)
    : config_(config),
      codeRows_(codeLength(grid.nz, config.blocks, "z")),
      codeColumns_(codeLength(grid.nx, config.blocks, "x")) {
  Initialiser initialiser(config.start == "linear", generator);
  for (int block = 0; block < config.blocks; ++block) {
    const std::string name = "encoder_" + std::to_string(block);
    const int from = channelsAfter(block - 1), to = channelsAfter(block);
    encoder_.push_back(addDownward(name + "_strided", from, to, ConvKind::Halving));
    initialiser.draw(encoder_.back().weight, encoder_.back().bias, kEvenTaps, true, block > 0,
                     Initialiser::kGelu);
    encoder_.push_back(addDownward(name + "_even", to, to, ConvKind::Even));
    initialiser.draw(encoder_.back().weight, encoder_.back().bias, kEvenTaps, true, true,
                     Initialiser::kGelu);
  }
  addLatents(initialiser);
  for (int block = config.blocks - 1; block >= 0; --block) {
    const std::string name = "decoder_" + std::to_string(block);
    const int from = channelsAfter(block), to = channelsAfter(block - 1);
    decoder_.push_back(addDownward(name + "_even", from, from, ConvKind::Even));
    // What comes from the latents is not bent, and so it is not paired.
    initialiser.draw(decoder_.back().weight, decoder_.back().bias, kEvenTaps, true,
                     block < config.blocks - 1, Initialiser::kGelu);
    decoder_.push_back(addDoubling(name + "_strided", from, to, block > 0));
    initialiser.draw(decoder_.back().weight.transpose(0, 1), decoder_.back().bias, kDoublingTaps,
                     block > 0, true, block > 0 ? Initialiser::kGelu : Initialiser::kLinear);
  }
}

AutoencoderNetwork::Convolution AutoencoderNetwork::addDownward(const std::string& name, int from,
                                                                int to, ConvKind kind) {
  const int step = kind == ConvKind::Halving ? 2 : 1;
  const auto layer = register_module(
      name, torch::nn::Conv2d(torch::nn::Conv2dOptions(from, to, 3).stride(step).padding(1)));
  return {kind, ConvActivation::Gelu, layer->weight, layer->bias};
}

AutoencoderNetwork::Convolution AutoencoderNetwork::addDoubling(const std::string& name, int from,
                                                                int to, bool bent) {
  const auto layer = register_module(
      name, torch::nn::ConvTranspose2d(
                torch::nn::ConvTranspose2dOptions(from, to, 4).stride(2).padding(1)));
  return {ConvKind::Doubling, bent ? ConvActivation::Gelu : ConvActivation::None, layer->weight,
          layer->bias};
}

void AutoencoderNetwork::addLatents(Initialiser& initialiser) {
  const std::int64_t latents = config_.latents;
  const std::int64_t code = channelsAfter(config_.blocks - 1) * codeRows_ * codeColumns_;
  toLatents_ = register_module("to_latents", torch::nn::Linear(code, 2 * latents));
  initialiser.draw(toLatents_->weight, toLatents_->bias, 1, false, true, Initialiser::kLinear);
  {
    // So little noise that the decoder sees the latents through it from the first step; with 5 % of
    // noise, training spends most of its time on making the latents larger than that.
    constexpr double kLogVariance = -10.0;
    const torch::NoGradGuard noGradients;
    toLatents_->bias.narrow(0, latents, latents).fill_(kLogVariance);
    toLatents_->weight.narrow(0, latents, latents).zero_();
  }
  fromLatents_ = register_module("from_latents", torch::nn::Linear(latents, code));
  initialiser.draw(fromLatents_->weight, fromLatents_->bias, 1, false, false, Initialiser::kLinear);
}

torch::Tensor AutoencoderNetwork::asChannels(const torch::Tensor& fields) const {
  return fields.unsqueeze(1).expand({-1, config_.channels, -1, -1});
}

torch::Tensor AutoencoderNetwork::through(const std::vector<Convolution>& layers,
                                          const torch::Tensor& images) {
  if (images.is_cpu() && images.scalar_type() == torch::kFloat32) {
    torch::Tensor x = toPlanes(images);
    for (const Convolution& layer : layers)
      x = convolve(layer.kind, layer.activation, x, layer.weight, layer.bias);
    return fromPlanes(x, images.size(0));
  }
  torch::Tensor x = images;
  for (const Convolution& layer : layers) {
    x = layer.kind == ConvKind::Doubling
            ? torch::conv_transpose2d(x, layer.weight, layer.bias, 2, 1)
            : torch::conv2d(x, layer.weight, layer.bias, layer.kind == ConvKind::Halving ? 2 : 1,
                            1);
    if (layer.activation == ConvActivation::Gelu) x = torch::gelu(x);
  }
  return x;
}

AutoencoderNetwork::Latents AutoencoderNetwork::encode(const torch::Tensor& fields) {
  const torch::Tensor code = through(encoder_, asChannels(fields));
  const auto parts = toLatents_(code.flatten(1)).chunk(2, 1);
  return {parts[0].tanh(), parts[1]};
}

torch::Tensor AutoencoderNetwork::decode(const torch::Tensor& latents) {
  const int codeChannels = channelsAfter(config_.blocks - 1);
  return through(decoder_, fromLatents_(latents).view({-1, codeChannels, codeRows_, codeColumns_}));
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
