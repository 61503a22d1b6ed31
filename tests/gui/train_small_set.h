// SPDX-License-Identifier: GPL-3.0-or-later
// A data set for tests: Gaussian random fields in the paper's box with few nodes, so that a step is
// short.
#pragma once

#include <QTemporaryDir>

#include "data/dataset.h"
#include "data/generators.h"
#include "data/npy_sequence_writer.h"

namespace isochron::tests {

inline std::shared_ptr<const DataSet> smallSet(const QTemporaryDir& folder, std::int64_t models,
                                               const Grid& grid) {
  const std::filesystem::path file = folder.filePath("fields.npy").toStdString();
  NpySequenceWriter writer(file, models, grid.nz, grid.nx, NpyNumber::Float32);
  for (std::int64_t i = 0; i < models; ++i)
    writer.append(generate(ModelKind::RandomField, grid, static_cast<std::uint64_t>(i)).velocity());
  writer.finish();
  VelocityFile opened = VelocityFile::open(file);
  ImportLayout layout = opened.guess().layout;
  layout.dx = grid.dx;
  layout.dz = grid.dz;
  return std::make_shared<const DataSet>(std::move(opened), layout);
}

}  // namespace isochron::tests
