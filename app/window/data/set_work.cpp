// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/set_work.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/patches.h"

namespace isochron {

int workingThreads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

const std::vector<std::shared_ptr<const VelocityModel>>& PatchOrigin::models() const {
  constexpr std::int64_t kMostValues = 64'000'000;
  const std::lock_guard lock(mutex_);
  if (!models_.empty()) return models_;
  const std::int64_t count = data_->count();
  const std::int64_t used =
      std::clamp<std::int64_t>(kMostValues / std::int64_t{data_->nodes()}, 1, count);
  std::vector<std::shared_ptr<const VelocityModel>> models;
  for (std::int64_t i = 0; i < used; ++i)
    models.push_back(std::make_shared<const VelocityModel>(data_->read(i * count / used)));
  models_ = std::move(models);
  return models_;
}

std::string nameOf(const GenerateRequest& request) {
  return request.patches ? "patches" : modelKindInfo(request.kind).name;
}

std::string titleOf(const GenerateRequest& request) {
  return request.patches ? "Patches" : modelKindInfo(request.kind).title;
}

ModelMaker makerOf(const GenerateRequest& request, const Grid& grid) {
  if (!request.patches) return modelMaker(request.kind, grid, request.parameters);
  validate(grid);
  return [grid, source = PatchSource(request.patches->models(), request.parameters)](
             std::uint64_t seed) { return source.cut(grid, seed); };
}

std::int64_t bytesOf(const GenerateRequest& request) {
  constexpr std::int64_t kHeader = 128;
  return kHeader + request.count * std::int64_t{request.grid.size()} *
                       static_cast<std::int64_t>(sizeof(float));
}

std::shared_ptr<const DataSet> generateSet(const GenerateRequest& request,
                                           const std::stop_token& stop,
                                           const LongJob::Progress& progress) {
  {
    NpySequenceWriter writer(request.path, request.count, request.grid.nz, request.grid.nx,
                             NpyNumber::Float32);
    generateMany([&] { return makerOf(request, request.grid); }, request.first, request.count,
                 workingThreads(),
                 [&](std::int64_t i, const VelocityModel& model) {
                   writer.append(model.velocity());
                   progress(i + 1);
                 },
                 stop);
    writer.finish();
  }
  ImportLayout layout;
  layout.dx = request.grid.dx;
  layout.dz = request.grid.dz;
  layout.origin = request.grid.origin;
  return std::make_shared<const DataSet>(VelocityFile::open(request.path), layout);
}

void exportModels(const DataSet& data, const std::vector<std::int64_t>& indices,
                  const std::filesystem::path& path, const std::stop_token& stop,
                  const LongJob::Progress& progress) {
  const ScalarType type = data.summary().type;
  const bool fine = type == ScalarType::Float64 || type == ScalarType::Int64 ||
                    type == ScalarType::UInt64 || type == ScalarType::Int32 ||
                    type == ScalarType::UInt32;
  const Grid& grid = data.grid();
  NpySequenceWriter writer(path, static_cast<std::int64_t>(indices.size()), grid.nz, grid.nx,
                           fine ? NpyNumber::Float64 : NpyNumber::Float32);
  std::int64_t done = 0;
  for (const std::int64_t index : indices) {
    if (stop.stop_requested()) throw Cancelled();
    writer.append(data.read(index).velocity());
    progress(++done);
  }
  writer.finish();
}

}  // namespace isochron
