// SPDX-License-Identifier: GPL-3.0-or-later
// A latentPINN that learns in a second, by commands as a user would type them.
#pragma once

#include "cli.h"

namespace isochron::tests {

/// 25 x 21 nodes, x 0 to 4.8 km and z 0 to 1 km, velocities from 2 to 6 km/s.
inline constexpr int kTinyNx = 25, kTinyNz = 21;
/// Nothing is left to be guessed and told of.
inline const QString kTinyLayout =
    QStringLiteral("--spacing 0.2,0.05 --axes zx --unit km/s --model-axis 0 ");
inline const QString kTinyData = QStringLiteral("--data set.npy ") + kTinyLayout;
/// With latents of latents.isochron, below.
inline const QString kTinyNetwork = QStringLiteral(
    "--latents latents.isochron --set sums=8 --set rank=4 --set hidden=8 --set trunk_width=32 "
    "--set trunk_depth=2 --set branch_width=32 --set branch_depth=1 --set activation=tanh ");
inline const QString kTinyLearning = QStringLiteral(
    "--set points=60 --set label_points=50 --set models=8 --set sources=2 --set reuse=1 "
    "--set warm_up=20 --set learning_rate=4e-3 --set validation=0.1 --set test=0.1 "
    "--set validation_models=8 --set steps=400 --set threads=1 ");

/// Makes set.npy, models to learn from, and latents.isochron, their six principal components.
inline Outcome makeTinyFamily(const Workplace& workplace) {
  const Outcome made = workplace.run(
      "generate random-field --count 128 --size 25,21 --extent 4.8,1 --seed 1 --float32 "
      "--out set.npy");
  if (made.exitCode != 0) return made;
  return workplace.run((QStringLiteral("train pca --set components=6 --set threads=1 ") +
                        kTinyData + QStringLiteral("--out latents.isochron"))
                           .toUtf8()
                           .constData());
}

/// The arrays of a model; times and other words stand before them.
inline QByteArray weightsOf(const QByteArray& file) {
  quint64 length = 0;
  if (file.size() < 8) return {};
  std::memcpy(&length, file.constData(), sizeof length);
  return file.mid(static_cast<qsizetype>(8 + length));
}

}  // namespace isochron::tests
