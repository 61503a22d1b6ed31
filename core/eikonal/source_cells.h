// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of traveltimes next to the source before anything is solved.
#pragma once

#include "field/velocity_model.h"

namespace isochron {

/// Mean slowness, s/km, on the straight line from the source to p, by Simpson's rule: within the
/// cells that hold the source rays are straight lines.
double straightMeanSlowness(const VelocityModel& model, Point source, Point p);

/// Half the slope of slowness at the source, (s/km)/km: that of the mean slowness around it.
Point meanSlownessSlope(const VelocityModel& model, Point source);

}  // namespace isochron
