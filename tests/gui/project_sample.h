// SPDX-License-Identifier: GPL-3.0-or-later
// A project with something of everything, for tests.
#pragma once

#include <cmath>

#include "formats/write_field.h"
#include "project/model_opener.h"
#include "project/project.h"

namespace isochron::tests {

/// Velocities that no short decimal number stands for.
inline ModelPointer oddModel(int nx = 37, int nz = 23) {
  const Grid grid{nx, nz, 1.0 / 30.0, 0.7 / 22.0, {1.0 / 3.0, -0.1}};
  Array velocity(nz, nx);
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix) velocity(iz, ix) = 2.0 + std::sin(ix) / 3.0 + iz / 7.0;
  return std::make_shared<const VelocityModel>(grid, velocity);
}

inline ArchivedArray bytesArray(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {ArrayType::UInt8, {static_cast<std::int64_t>(text.size())}, {bytes.begin(), bytes.end()}};
}

/// Of the kind that answers; what is in it depends on `seed`.
inline std::shared_ptr<const Archive> trainedModel(int seed) {
  auto archive = std::make_shared<Archive>();
  archive->metadata = {{"kind", "latentpinn"}, {"seed", seed}};
  archive->put("a", bytesArray(std::string(static_cast<std::size_t>(100 + seed), 'x')));
  return archive;
}

/// Five models of 6 x 4 nodes. The path is returned.
inline QString writeDataSet(const QString& path) {
  std::vector<Array> models;
  for (int i = 0; i < 5; ++i) models.push_back(Array::Constant(4, 6, 2.0 + 0.1 * i));
  writeNpy(path.toStdString(), models);
  return path;
}

/// A painted drawing, a data set in `folder`, a model in a file there, and one in no file, which
/// answers.
inline void fill(Project& project, const QString& folder) {
  ModelOrigin origin;
  origin.title = QStringLiteral("Ünder \"salt\"");
  origin.path = folder + QStringLiteral("/salt.npy");
  ImportLayout& read = origin.layout.emplace();
  read.axes = AxisOrder::ZFast;
  read.unit = VelocityUnit::MetresPerSecond;
  read.dx = 0.1;
  read.dz = 1.0 / 3.0;
  read.origin = {0.1, 0.2};
  read.greyBlack = 1.0;
  read.greyWhite = 5.0;
  read.map = LinearMap{2.0 / 3.0, 0.1};
  read.modelAxis = 1;
  project.drawing().load(oddModel(), origin);
  const Grid& grid = project.drawing().grid();
  project.drawing().setVelocity(
      paintLayer(grid, project.drawing().model()->velocity(), 0.1, 0.2, 1.0 / 0.3), {});
  project.drawing().setSource({0.7123456789, 0.31});
  project.drawing().setReceivers({{0.5, 0.1}, {1.0 / 1.1, 0.2}, {1.2, 0.0}}, {});
  ImportLayout layout;
  layout.dx = 0.25;
  layout.dz = 1.0 / 7.0;
  project.data().add(std::make_shared<const DataSet>(
      VelocityFile::open(writeDataSet(folder + QStringLiteral("/family.npy")).toStdString()),
      layout));
  trainedModel(1)->write((folder + QStringLiteral("/kept.isochron")).toStdString());
  const QString kept = folder + QStringLiteral("/kept.isochron");
  project.models().open(kept, readModel(kept).archive);
  project.models().setCurrent(project.models().add(QStringLiteral("fresh"), trainedModel(2)));
}

}  // namespace isochron::tests
