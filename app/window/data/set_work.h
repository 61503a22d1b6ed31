// SPDX-License-Identifier: GPL-3.0-or-later
// The long work on data sets: generating one, writing part of one. No Qt objects: any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "data/dataset.h"
#include "generators/generators.h"
#include "long_job.h"

namespace isochron {

/// The models of a set that patches are cut from, read when the first is cut: of very many, an even
/// choice that fits into memory. Any thread.
class PatchOrigin {
 public:
  explicit PatchOrigin(std::shared_ptr<const DataSet> data) : data_(std::move(data)) {}
  const DataSet& data() const { return *data_; }
  /// Throws Error.
  const std::vector<std::shared_ptr<const VelocityModel>>& models() const;

 private:
  std::shared_ptr<const DataSet> data_;
  mutable std::mutex mutex_;
  mutable std::vector<std::shared_ptr<const VelocityModel>> models_;
};

/// Models of one kind, or patches, with seeds first, first + 1, ...
struct GenerateRequest {
  ModelKind kind = ModelKind::RandomField;
  ModelParameters parameters;
  std::int64_t count = 2000;
  Grid grid;
  std::uint64_t first = 0;
  std::filesystem::path path;
  std::shared_ptr<const PatchOrigin> patches = {};  // where patches are wanted instead of the kind
};

/// "salt", "patches": for names of files.
std::string nameOf(const GenerateRequest& request);
/// "Salt", "Patches".
std::string titleOf(const GenerateRequest& request);

/// What makes the models on a grid over the request's box. Throws Error.
ModelMaker makerOf(const GenerateRequest& request, const Grid& grid);

/// Bytes that the file will have at most: npy, float32.
std::int64_t bytesOf(const GenerateRequest& request);

/// Writes the file, whole or not at all, with what there is to know of it (NpyStatement), and opens
/// it. Throws Error and Cancelled.
std::shared_ptr<const DataSet> generateSet(const GenerateRequest& request,
                                           const std::stop_token& stop,
                                           const LongJob::Progress& progress);

/// These models as (N, nz, nx) in km/s, npy: float32 where the set has no more digits, else
/// float64, with the spacing where it is known. Throws Error and Cancelled; the file is then as it
/// was.
void exportModels(const DataSet& data, const std::vector<std::int64_t>& indices,
                  const std::filesystem::path& path, const std::stop_token& stop,
                  const LongJob::Progress& progress);

}  // namespace isochron
