// SPDX-License-Identifier: GPL-3.0-or-later
// The files of reported-files in the shared data, for the tests of their right answers.
#pragma once

#include <QDir>

#include "cli.h"
#include "shared_data.h"

namespace isochron::tests {

/// The text split at blanks.
inline QStringList words(const char* text) {
  return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// The only file of that pattern; empty where there is none, or more than one.
inline QString reported(const QString& pattern) {
  const QDir folder(QString::fromStdString((sharedData() / "reported-files").string()));
  const QStringList found = folder.entryList({pattern}, QDir::Files);
  return found.size() == 1 ? folder.filePath(found.first()) : QString();
}

}  // namespace isochron::tests
