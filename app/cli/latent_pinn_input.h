// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPinnInput: a trained latentPINN, and the velocity models that it is asked about.
#pragma once

#include "import_options.h"
#include "training/latent_pinn_field.h"

namespace isochron::cli {

/// What every command that asks a latentPINN about models is told.
struct LatentPinnRequest {
  std::filesystem::path model, velocity;
  int refineSteps = 0;  // a model; 0: any number
  double refine = 0.0;  // ms a model; 0: any number
  int threads = 1;
  ImportOptions import;
};

/// How an answer is to be refined; empty where neither steps nor time are given.
std::optional<RefinementOptions> refinementOf(const LatentPinnRequest& request);

/// Adds the options to a command. `request` must outlive the parsing.
void addLatentPinnOptions(CLI::App& command, LatentPinnRequest& request);

/// Throws Error for a file that holds something else.
Archive readLatentPinn(const std::filesystem::path& path);

/// A model file and a velocity file that suits it.
class LatentPinnInput {
 public:
  /// What was guessed about the velocity file goes to standard error. For a latentPINN of one box,
  /// a file that does not know its spacing has the latentPINN's. Throws Error where its nodes or
  /// size differ from those that one was trained for, or where it cannot be refined but is asked
  /// for that.
  explicit LatentPinnInput(const LatentPinnRequest& request);

  LatentPinn& model() { return model_; }
  const LatentPinn& model() const { return model_; }
  /// Where the velocity file's nodes lie.
  const Grid& grid() const { return grid_; }
  std::int64_t count() const { return import_.modelCount(); }
  /// True where the velocity file has an axis that counts models.
  bool isSequence() const { return import_.isSequence(); }

  /// Seconds that the latentPINN's training took, as far as its file says so.
  std::optional<double> trainingSeconds() const { return trainingSeconds_; }

  VelocityModel read(std::int64_t index) const { return import_.read(index); }
  /// Throws Error where the source lies outside of the grid.
  Point inside(Point source) const;
  /// As it was typed for --source, the middle of the box where it was not. Throws Error as
  /// inside().
  Point sourceOf(const std::optional<std::string>& typed) const;

 private:
  LatentPinnInput(const LatentPinnRequest& request, const Archive& archive);

  std::optional<double> trainingSeconds_;
  LatentPinn model_;
  Import import_;
  Grid grid_;
};

/// Velocities, or times, row by row as networks have them.
std::vector<float> rowsOf(const Array& values);

}  // namespace isochron::cli
