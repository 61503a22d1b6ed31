// SPDX-License-Identifier: GPL-3.0-or-later
// Small data sets in files, for tests.
#pragma once

#include <QString>
#include <QTemporaryDir>
#include <memory>

#include "data/dataset.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"

namespace isochron::tests {

/// The paper's box with few nodes.
inline Grid smallGrid() { return paperGrid(24, 20); }

inline std::shared_ptr<const DataSet> openOn(const QString& path, const Grid& grid) {
  ImportLayout layout;
  layout.dx = grid.dx;
  layout.dz = grid.dz;
  return std::make_shared<const DataSet>(VelocityFile::open(path.toStdString()), layout);
}

/// Random fields from the seeds 0, 1, ...; model `bad` holds a NaN.
inline std::shared_ptr<const DataSet> writeSet(const QString& path, std::int64_t count,
                                               const Grid& grid, std::int64_t bad = -1) {
  NpySequenceWriter writer(path.toStdString(), count, grid.nz, grid.nx, NpyNumber::Float32);
  generateMany(ModelKind::RandomField, grid, 0, count, 2,
               [&](std::int64_t i, const VelocityModel& model) {
                 Array values = model.velocity();
                 if (i == bad) values(3, 4) = std::nan("");
                 writer.append(values);
               });
  writer.finish();
  return openOn(path, grid);
}
inline std::shared_ptr<const DataSet> writeSet(const QString& path, std::int64_t count,
                                               std::int64_t bad = -1) {
  return writeSet(path, count, smallGrid(), bad);
}

}  // namespace isochron::tests
