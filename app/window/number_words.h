// SPDX-License-Identifier: GPL-3.0-or-later
// Errors and times as people read them, in the language of the window.
#pragma once

#include <QString>

namespace isochron {

/// "0.82 %", "33.3 %".
QString percentWords(double fraction);
/// "1.3 ms", "62 ms".
QString millisecondWords(double milliseconds);

}  // namespace isochron
