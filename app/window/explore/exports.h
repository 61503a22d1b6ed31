// SPDX-License-Identifier: GPL-3.0-or-later
// Exports: pictures and numbers of what is shown, into files.
#pragma once

#include <QSize>
#include <QString>
#include <vector>

#include "live_answer.h"

namespace isochron {

enum class ExportKind { Picture, Velocity, Traveltimes, Receivers, Rays };

struct ExportRequest {
  ExportKind kind = ExportKind::Picture;
  QString path;
  QSize size{1200, 800};  // of a picture, logical pixels
  double scale = 2.0;     // pixels per logical pixel, PNG only
  bool project = true;    // inside the picture, PNG only
};

/// File extensions for a kind, the usual one first: "png", "svg".
QStringList extensionsFor(ExportKind kind);

/// The path with the first extension of the kind where it has none. Throws Error for an
/// extension that the kind cannot have.
QString completePath(const ExportRequest& request);

/// Writes numbers (every kind but Picture). Throws Error.
void exportNumbers(const ExportRequest& request, const LiveAnswer& answer,
                   const std::vector<Point>& receivers);

}  // namespace isochron
