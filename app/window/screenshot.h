// SPDX-License-Identifier: GPL-3.0-or-later
// Screenshots of the whole window, for documentation and for tests.
#pragma once

#include <QString>

namespace isochron {

class MainWindow;

/// Shows the window, opens `file` (unless empty) with its guess, waits until all is computed and
/// drawn, and writes the window as PNG. Returns the exit status: 0; 2 with a line on stderr for a
/// bad file or a path that cannot be written.
int takeScreenshot(MainWindow& window, const QString& path, const QString& file);

}  // namespace isochron
