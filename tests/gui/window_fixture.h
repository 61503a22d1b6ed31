// SPDX-License-Identifier: GPL-3.0-or-later
// A main window for tests: own settings, shown and settled.
#pragma once

#include <QApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "main_window.h"

namespace isochron::tests {

/// Settings of the running test only; call once, before any window.
inline void isolateSettings(const QTemporaryDir& folder) {
  QCoreApplication::setOrganizationName(QStringLiteral("IsochronTests"));
  QCoreApplication::setApplicationName(QStringLiteral("window"));
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
}

/// A shown window whose first picture is finished; null when it does not come.
inline std::unique_ptr<MainWindow> openWindow() {
  auto window = std::make_unique<MainWindow>(MainWindow::Layout::Standard);
  window->resize(1366, 768);
  window->show();
  window->activateWindow();  // keys go to the active window, with a window manager or without
  if (!QTest::qWaitForWindowActive(window.get())) return nullptr;
  if (!QTest::qWaitFor([&] { return window->isSettled(); }, 20000)) return nullptr;
  return window;
}

inline QPoint pixel(MainWindow& window, Point p) { return window.view().toWidget(p).toPoint(); }

/// A drag with the left button through positions in km.
inline void drag(MainWindow& window, const std::vector<Point>& path) {
  QWidget* view = &window.view();
  QTest::mousePress(view, Qt::LeftButton, {}, pixel(window, path.front()));
  for (const Point& p : path) QTest::mouseMove(view, pixel(window, p));
  QTest::mouseRelease(view, Qt::LeftButton, {}, pixel(window, path.back()));
}

inline bool settle(MainWindow& window) {
  return QTest::qWaitFor([&] { return window.isSettled(); }, 20000);
}

}  // namespace isochron::tests
