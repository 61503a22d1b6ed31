// SPDX-License-Identifier: GPL-3.0-or-later
// DataSet: a family of velocity models in a file, to learn from.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "formats/velocity_file.h"

namespace isochron {

/// Which models are for training, which for validation during training, and which for a final test.
/// Indices into the file, ascending; together they are all models, each once.
struct DataSplit {
  std::vector<std::int64_t> train;
  std::vector<std::int64_t> validation;
  std::vector<std::int64_t> test;
};

/// A split by a random permutation that depends on `seed` and `count` alone. Fractions of the
/// count, rounded down; the rest is for training. Throws Error where a fraction is not in [0, 1)
/// or no model is left for training.
DataSplit splitModels(std::int64_t count, double validationFraction, double testFraction,
                      std::uint64_t seed);

/// The validation model of that number, kept within their count; a training model where there is
/// none for validation.
std::int64_t heldOutModel(const DataSplit& split, std::int64_t number);

/// The order in which `indices` are gone through in the given epoch: a permutation by seed and
/// epoch alone, so that a run can be taken up again anywhere.
std::vector<std::int64_t> shuffled(std::vector<std::int64_t> indices, std::uint64_t seed,
                                   std::int64_t epoch);

/// The slowest and the fastest velocity of one model, km/s.
struct VelocityBounds {
  double slowest = 0.0;
  double fastest = 0.0;
};
VelocityBounds boundsOf(std::span<const float> velocity);

/// value = (velocity - mean) / scale: km/s to what networks see. Where it is relative, velocity is
/// (v - slowest) / (fastest - slowest) of the model's own bounds, in [0, 1], 0 all over where both
/// are the same; mean and scale are numbers then.
struct Standardisation {
  double mean = 0.0;   // km/s
  double scale = 1.0;  // km/s, positive
  bool relative = false;
  friend bool operator==(const Standardisation&, const Standardisation&) = default;
};

/// The models of a file, read when they are asked for: a file larger than the memory will do.
/// Safe to read from several threads at once; copies share the file.
class DataSet {
 public:
  /// Throws Error where the file cannot be read or holds no models in that layout.
  DataSet(VelocityFile file, const ImportLayout& layout);
  /// In the layout that the file is guessed to have.
  static DataSet open(const std::filesystem::path& path);

  std::int64_t count() const { return count_; }
  const Grid& grid() const { return grid_; }
  Eigen::Index nodes() const { return grid_.size(); }
  const std::filesystem::path& path() const { return file_->path(); }
  /// How the file is read.
  const ImportLayout& layout() const { return layout_; }
  /// What is in the file, before any layout.
  const FileSummary& summary() const { return file_->summary(); }
  const OpenOptions& options() const { return file_->options(); }
  /// The spacing is stated by the file or by the layout, and not only a guess.
  bool spacingKnown() const;

  /// Throws Error for a value that is no velocity, naming model and node.
  VelocityModel read(std::int64_t index) const { return file_->read(layout_, index); }

  /// The models of these indices, one after the other, standardised: values[i * nodes() + iz * nx +
  /// ix]. `threads` share the reading (0: as many as the machine runs at once).
  void readBatch(std::span<const std::int64_t> indices, const Standardisation& standardisation,
                 std::span<float> values, int threads = 1) const;

  /// Mean and standard deviation over all nodes of these models, in one pass. The result does not
  /// depend on the number of threads. Throws Error where all values or all models are the same, or
  /// there are none, and Cancelled.
  Standardisation standardisation(std::span<const std::int64_t> indices, int threads = 0,
                                  const std::stop_token& stop = {}, bool relative = false) const;

 private:
  std::shared_ptr<const VelocityFile> file_;
  ImportLayout layout_;
  std::int64_t count_ = 0;
  Grid grid_;
};

}  // namespace isochron
