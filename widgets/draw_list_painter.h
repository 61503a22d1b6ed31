// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing a DrawList with QPainter: for files, thumbnails and the text on the screen.
#pragma once

#include <QFont>
#include <QPainter>
#include <QSizeF>

#include "draw_list.h"

namespace isochron {

/// The font of all figures, `size` logical pixels high.
QFont figureFont(double size);

/// Width of a text in that font, logical pixels.
double textWidth(const QString& text, double size);

/// The rectangle that a text covers about its anchor, turned, halo included; relative to the
/// anchor, logical pixels.
QRectF textBounds(const Text& text);

void paintText(QPainter& painter, const Text& text);
void paintDrawList(QPainter& painter, const DrawList& list);

}  // namespace isochron
