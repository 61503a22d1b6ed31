// SPDX-License-Identifier: GPL-3.0-or-later
// QCustomPlot, and the colours and fonts that all our plots share.
#pragma once

// QCustomPlot's header uses the keywords that we do without.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

#include <initializer_list>

namespace isochron {

/// Text and grid lines of a palette that are hardly there.
QColor faintText(const QPalette& palette);

/// Background, axes and grid in the colours of the palette and in the plot's font.
void applyPlotPalette(QCustomPlot& plot, std::initializer_list<QCPAxis*> axes,
                      const QPalette& palette, const QFont& font);

}  // namespace isochron
