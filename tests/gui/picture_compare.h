// SPDX-License-Identifier: GPL-3.0-or-later
// Picture comparison: does a picture look like the one that was approved?
#pragma once

#include <QImage>
#include <QRegion>
#include <QString>

namespace isochron::tests {

/// Structural similarity (SSIM) of the lightness, 1 for equal pictures. `worst` is that of the
/// least similar tile of 32 x 32 pixels: it finds a missing mark that the mean forgives.
/// `colour` is the mean absolute difference of red, green and blue, 0 .. 255.
struct Likeness {
  double mean = 0.0;
  double worst = 0.0;
  double colour = 255.0;
};

/// Pictures of different sizes have nothing in common.
Likeness likeness(const QImage& a, const QImage& b);

/// Empty where the picture resembles baselines/<name>.png; else what is wrong, and where the
/// picture was written for a look: beside the test program. What is `changing`, such as a measured
/// time, is not compared; in device pixels.
QString differenceFromBaseline(const QImage& picture, const QString& name,
                               const QRegion& changing = {});

}  // namespace isochron::tests
