// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnails of models, drawn without a window.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>
#include <vector>

#include "field/contours.h"
#include "field/velocity_model.h"

namespace isochron {

/// The velocities as colours, filling `size` device pixels, with contour lines on top. Any thread.
QImage thumbnail(const VelocityModel& model, const std::vector<Contour>& contours, QSize size,
                 const QString& colourMap = QStringLiteral("viridis"));

}  // namespace isochron
