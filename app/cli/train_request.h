// SPDX-License-Identifier: GPL-3.0-or-later
// TrainRequest: what every `train` subcommand is told.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "import_options.h"
#include "training/training.h"

namespace isochron::cli {

struct TrainRequest {
  std::string stage;                  // "pca", "autoencoder", "latentpinn", "pinn"
  std::optional<std::string> preset;  // "grf", where nothing else says
  std::filesystem::path data;
  std::filesystem::path out;
  std::vector<std::string> settings;             // "key=value"
  std::optional<std::filesystem::path> latents;  // stage 1, for "latentpinn"
  std::optional<std::filesystem::path> resume;
  std::optional<std::filesystem::path> from;  // what another has learnt, to begin with
  std::optional<std::string> stopAfter;
  std::optional<std::string> device;
  std::optional<std::filesystem::path> history;  // CSV
  int patience = 0;
  double checkpointEvery = 60.0;
  std::int64_t metricsEvery = 50;
  bool lean = false;
  bool json = false;
  ImportOptions import;
};

/// "grf" where the request names none.
std::string presetOf(const TrainRequest& request);

/// The preset's settings for the stage, or where none is named those of the run that is taken up or
/// begun with, and what --set and --device change in them. Throws Error.
Json settingsOf(const TrainRequest& request, const Archive* before);

/// Throws Error where the file cannot be read.
DataSet openDataSet(const TrainRequest& request);

/// Adds the options of a stage that learns from a family. `request` must outlive the parsing.
void addTrainOptions(CLI::App& command, TrainRequest& request);
/// The same without --data.
void addStageOptions(CLI::App& command, TrainRequest& request);

}  // namespace isochron::cli
