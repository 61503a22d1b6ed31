// SPDX-License-Identifier: GPL-3.0-or-later
// SolveOutputs: what `solve` writes of each model it has solved.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "eikonal/traveltimes.h"
#include "field_output.h"
#include "table_output.h"

namespace isochron::cli {

/// What the user wants of each model.
struct SolveTargets {
  std::optional<std::filesystem::path> times;
  std::vector<Point> receivers;                        // km
  std::optional<std::filesystem::path> receiverTable;  // standard output where not given
  std::vector<Point> rayEnds;                          // km
  std::optional<std::filesystem::path> rayTable;       // standard output where not given
};

/// Writes model by model; all files appear together at the end. With a count of models the arrays
/// have three axes and the tables a first column with the model's number.
class SolveOutputs {
 public:
  /// Throws Error where a file cannot be made.
  SolveOutputs(const SolveTargets& targets, std::optional<std::int64_t> count);

  /// Throws Error for a receiver or an end of a ray outside the model.
  void requireInside(const Grid& grid) const;
  /// Of receivers and ends of rays that lie inside.
  void add(const Traveltimes& traveltimes);
  void finish();

 private:
  std::vector<double> rowStart() const;
  void addReceivers(const Traveltimes& traveltimes);
  void addRays(const Traveltimes& traveltimes);

  SolveTargets targets_;
  bool numbered_;
  double model_ = 0;
  std::optional<FieldOutput> times_;
  std::optional<TableOutput> receivers_;
  std::optional<TableOutput> rays_;
};

}  // namespace isochron::cli
