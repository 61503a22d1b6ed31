// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/map_export.h"

#include <QSaveFile>

#include "field/error.h"

namespace isochron {

QString toCsv(const LatentMap& map) {
  QString text = QStringLiteral("model,mean_velocity_km_s,relative_error");
  for (Eigen::Index k = 0; k < map.scores.cols(); ++k)
    text += QStringLiteral(",direction_%1").arg(k + 1);
  for (Eigen::Index k = 0; k < map.latents.cols(); ++k)
    text += QStringLiteral(",latent_%1").arg(k + 1);
  text += QLatin1Char('\n');
  const auto add = [&text](double value) {
    text += QLatin1Char(',') + QString::number(value, 'g', 9);
  };
  for (std::int64_t i = 0; i < map.count(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    text += QString::number(map.family.at(i).place);
    add(map.meanVelocity[at]);
    add(map.error[at]);
    for (Eigen::Index k = 0; k < map.scores.cols(); ++k) add(map.scores(i, k));
    for (Eigen::Index k = 0; k < map.latents.cols(); ++k)
      add(static_cast<double>(map.latents(i, k)));
    text += QLatin1Char('\n');
  }
  return text;
}

void writeText(const QString& path, const QString& text) {
  QSaveFile file(path);
  const bool written =
      file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0 && file.commit();
  if (written) return;
  throw Error(path.toStdString(), "cannot be written: " + file.errorString().toStdString(),
              "choose a folder where you may write");
}

}  // namespace isochron
