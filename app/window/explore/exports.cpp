// SPDX-License-Identifier: GPL-3.0-or-later
#include "exports.h"

#include <QFileInfo>
#include <QStringList>

#include "eikonal/rays.h"
#include "field/error.h"
#include "formats/write_field.h"

namespace isochron {

QStringList extensionsFor(ExportKind kind) {
  switch (kind) {
    case ExportKind::Picture:
      return {QStringLiteral("png"), QStringLiteral("svg")};
    case ExportKind::Velocity:
    case ExportKind::Traveltimes:
      return {QStringLiteral("npy"), QStringLiteral("csv"), QStringLiteral("vti"),
              QStringLiteral("bin")};
    case ExportKind::Receivers:
    case ExportKind::Rays:
      return {QStringLiteral("csv")};
  }
  return {};
}

QString completePath(const ExportRequest& request) {
  const QFileInfo info(request.path);
  const QStringList extensions = extensionsFor(request.kind);
  if (info.suffix().isEmpty()) return request.path + QLatin1Char('.') + extensions.first();
  if (extensions.contains(info.suffix().toLower())) return request.path;
  throw Error(info.fileName().toStdString(), "cannot be written as ." + info.suffix().toStdString(),
              "choose one of " + extensions.join(QStringLiteral(", ")).toStdString());
}

void exportNumbers(const ExportRequest& request, const LiveAnswer& answer,
                   const std::vector<Point>& receivers) {
  const std::filesystem::path path = completePath(request).toStdString();
  if (request.kind == ExportKind::Velocity)
    return writeField(path, answer.model->field(), "velocity [km/s]");
  if (!answer.traveltimes)
    throw Error("traveltimes", "are not computed yet", "wait for the contours and export again");
  const Traveltimes& times = *answer.traveltimes;
  if (request.kind == ExportKind::Traveltimes)
    return writeField(path, {times.grid, times.time}, "traveltime [s]");
  if (receivers.empty())
    throw Error("receivers", "there are none", "place some with the Receivers tool");
  if (request.kind == ExportKind::Receivers)
    return writeReceivers(path, receivers, times.at(receivers));
  std::vector<Polyline> rays;
  for (const Point& receiver : receivers) rays.push_back(traceRay(times, receiver));
  writeRays(path, rays);
}

}  // namespace isochron
