// SPDX-License-Identifier: GPL-3.0-or-later
// Thumbnails: a field and its contours as a small picture for lists and galleries.
#pragma once

#include <QImage>
#include <QSize>
#include <vector>

#include "colour_maps.h"
#include "field/contours.h"
#include "field/field.h"

namespace isochron {

/// Fills `size` logical pixels, stretched, without axes or labels; needs no OpenGL. The image
/// carries `devicePixelRatio`. Contours may be empty.
QImage thumbnail(const Field& field, const std::vector<Contour>& contours, QSize size,
                 const Colouring& colouring, double devicePixelRatio);

}  // namespace isochron
