// SPDX-License-Identifier: GPL-3.0-or-later
#include "number_words.h"

#include <QLocale>

namespace isochron {

QString percentWords(double fraction) {
  return QLocale().toString(100 * fraction, 'f', fraction < 0.1 ? 2 : 1) + QStringLiteral(" %");
}

QString millisecondWords(double milliseconds) {
  return QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 1 : 0) + QStringLiteral(" ms");
}

}  // namespace isochron
