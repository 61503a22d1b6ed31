// SPDX-License-Identifier: GPL-3.0-or-later
// Autoencoder: the latentPINN paper's convolutional stage 1.
#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

#include "nn/conv_planes.h"
#include "training/latent_model.h"

namespace isochron {

class Initialiser;

struct AutoencoderConfig {
  int latents = 96;
  int blocks = 5;  // each halves both sides of the field: 128 -> 4
  int width = 16;  // channels after the first block; doubled by each of the next `doublings`
  int doublings = 3;
  bool relative = false;  // velocities relative to each model's own bounds
  int channels = 1;       // 3: the field three times, as pictures have it; the mean comes back
  double klWeight = 1e-6;
  int batch = 64;
  int epochs = 100;              // 0: until it is stopped
  std::string start = "random";  // or "linear": see AutoencoderNetwork
  std::string schedule = "plateau";
  double learningRate = 1e-3;
  int patience = 20;          // epochs without progress until the learning rate is halved
  double gradientClip = 1.0;  // norm above which a gradient is shortened; 0: never
  double validation = 0.05;
  double test = 0.05;
  int validationModels = 256;  // of the validation part, at most, for the error while training
  std::uint64_t seed = 0;
  int threads = 0;  // 0: as many as the machine runs at once

  /// Throws Error for unknown settings and impossible values.
  static AutoencoderConfig fromJson(const Json& json);
  Json toJson() const;
};

/// Encoder: `blocks` blocks, each a strided and a stride-1 convolution with GELU, and a fully
/// connected layer to the means of the latents (with tanh) and the logarithms of their variances.
/// Decoder: its mirror image.
class AutoencoderNetwork : public torch::nn::Module {
 public:
  /// Weights from `generator` alone: uniform, with the variance that keeps a signal's size through
  /// the layers (He et al., 2015). With start "linear", channels come in pairs of opposite sign and
  /// are read so: as gelu(a) - gelu(-a) = a, the network begins as a linear one (compare Shang et
  /// al., 2016), and learns to bend from there. Throws Error where blocks do not divide the grid,
  /// or the width is odd and the start linear.
  AutoencoderNetwork(const AutoencoderConfig& config, const Grid& grid,
                     torch::Generator& generator);

  struct Latents {
    torch::Tensor mean;         // (n, latents), in (-1, 1)
    torch::Tensor logVariance;  // (n, latents)
  };
  /// (n, nz, nx) -> latents.
  Latents encode(const torch::Tensor& fields);
  /// (n, latents) -> (n, channels, nz, nx).
  torch::Tensor decode(const torch::Tensor& latents);
  /// (n, latents) -> (n, nz, nx), the mean of the channels.
  torch::Tensor decodeField(const torch::Tensor& latents) { return decode(latents).mean(1); }
  /// (n, nz, nx) -> (n, channels, nz, nx).
  torch::Tensor asChannels(const torch::Tensor& fields) const;

  /// Every weight under its name ("weights/encoder_0_strided.weight").
  void save(Archive& archive) const;
  void load(const Archive& archive);

 private:
  struct Convolution {
    ConvKind kind;
    ConvActivation activation;
    torch::Tensor weight;  // the module's own, shared
    torch::Tensor bias;
  };

  int channelsAfter(int block) const;
  Convolution addDownward(const std::string& name, int from, int to, ConvKind kind);
  Convolution addDoubling(const std::string& name, int from, int to, bool bent);
  void addLatents(Initialiser& initialiser);
  static torch::Tensor through(const std::vector<Convolution>& layers, const torch::Tensor& images);

  AutoencoderConfig config_;
  std::int64_t codeRows_;
  std::int64_t codeColumns_;
  std::vector<Convolution> encoder_;
  std::vector<Convolution> decoder_;
  torch::nn::Linear toLatents_{nullptr};
  torch::nn::Linear fromLatents_{nullptr};
};

/// The trained network as a latent model.
class Autoencoder final : public LatentModel {
 public:
  /// Throws Error where the archive holds none, or one that was not finished.
  explicit Autoencoder(const Archive& archive);

  std::string kind() const override { return "autoencoder"; }
  std::int64_t latentCount() const override { return config_.latents; }
  const Grid& grid() const override { return grid_; }
  const Standardisation& standardisation() const override { return standardisation_; }
  torch::Tensor encodeStandardised(const torch::Tensor& fields) const override;
  torch::Tensor decodeStandardised(const torch::Tensor& latents) const override;
  /// The model alone, without what training needs.
  void save(Archive& archive) const override;

 private:
  AutoencoderConfig config_;
  Grid grid_;
  Standardisation standardisation_;
  std::shared_ptr<AutoencoderNetwork> network_;
  torch::Tensor mean_;       // of the latents, over models learnt from
  torch::Tensor deviation_;  // likewise
};

}  // namespace isochron
