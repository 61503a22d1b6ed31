// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/set_work.h"

#include <algorithm>
#include <utility>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generator_record.h"
#include "generators/patches.h"
#include "project/set_scanner.h"

namespace isochron {
namespace {

constexpr std::int64_t kLongestHeader = 1024;  // bytes, with all parameters of any kind

NpyStatement statementOf(const GenerateRequest& request) {
  const Grid& grid = request.grid;
  return {grid.dx, grid.dz, grid.origin,
          request.patches ? generatorRecord(nameOf(request), patchParameters(), request.first,
                                            request.parameters)
                          : generatorRecord(request.kind, request.first, request.parameters)};
}

}  // namespace

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
  return kLongestHeader + request.count * std::int64_t{request.grid.size()} *
                              static_cast<std::int64_t>(sizeof(float));
}

std::shared_ptr<const DataSet> generateSet(const GenerateRequest& request,
                                           const std::stop_token& stop,
                                           const LongJob::Progress& progress) {
  const Grid& grid = request.grid;
  NpySequenceWriter writer(request.path, request.count, grid.nz, grid.nx, NpyNumber::Float32,
                           statementOf(request));
  generateMany([&] { return makerOf(request, grid); }, request.first, request.count,
               workingThreads(),
               [&](std::int64_t i, const VelocityModel& model) {
                 writer.append(model.velocity());
                 progress(i + 1);
               },
               stop);
  writer.finish();
  return std::make_shared<const DataSet>(DataSet::open(request.path));
}

namespace {

/// A run of neighbours is what the generator makes from a later seed; other choices have no seed.
std::optional<NpyStatement> statementOf(const DataSet& data,
                                        const std::vector<std::int64_t>& indices) {
  if (!data.spacingKnown() || indices.empty()) return std::nullopt;
  const Grid& grid = data.grid();
  NpyStatement statement{grid.dx, grid.dz, grid.origin, data.summary().generator};
  if (!statement.generator || !statement.generator->seed) return statement;
  bool run = true;
  for (std::size_t i = 1; i < indices.size(); ++i) run = run && indices[i] == indices[i - 1] + 1;
  if (run)
    *statement.generator->seed += static_cast<std::uint64_t>(indices.front());
  else
    statement.generator->seed.reset();
  return statement;
}

}  // namespace

void exportModels(const DataSet& data, const std::vector<std::int64_t>& indices,
                  const std::filesystem::path& path, const std::stop_token& stop,
                  const LongJob::Progress& progress) {
  const ScalarType type = data.summary().type;
  const bool fine = type == ScalarType::Float64 || type == ScalarType::Int64 ||
                    type == ScalarType::UInt64 || type == ScalarType::Int32 ||
                    type == ScalarType::UInt32;
  const Grid& grid = data.grid();
  NpySequenceWriter writer(path, static_cast<std::int64_t>(indices.size()), grid.nz, grid.nx,
                           fine ? NpyNumber::Float64 : NpyNumber::Float32,
                           statementOf(data, indices));
  std::int64_t done = 0;
  for (const std::int64_t index : indices) {
    if (stop.stop_requested()) throw Cancelled();
    writer.append(data.read(index).velocity());
    progress(++done);
  }
  writer.finish();
}

}  // namespace isochron
