// SPDX-License-Identifier: GPL-3.0-or-later
// Icons: our line drawings in the palette's text colour, so that they read on light and dark.
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace isochron {

/// The drawing `name` of resources/icons; an empty icon for an empty name.
QIcon lineIcon(const QString& name, const QPalette& palette);

/// The program's own icon, in colours.
QIcon programIcon();

}  // namespace isochron
