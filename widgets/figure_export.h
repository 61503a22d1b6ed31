// SPDX-License-Identifier: GPL-3.0-or-later
// Figure export: a figure as a picture, on white, without what only the screen shows.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>

#include "figure.h"
#include "view_transform.h"

namespace isochron {

/// The figure at `size` logical pixels times `scale`, with the view's zoom and centre;
/// `fontPixels` is the height of its titles in logical pixels.
QImage figureImage(const Figure& figure, const ViewTransform& view, QSize size, double scale,
                   double fontPixels);

/// Both write a temporary file first; what was there stays where they fail. They throw Error.
void writePng(const QImage& image, const QString& path);
void writeSvg(const Figure& figure, const ViewTransform& view, QSize size, double fontPixels,
              const QString& path);

}  // namespace isochron
