// SPDX-License-Identifier: GPL-3.0-or-later
// A main window for tests: own settings, shown and settled.
#pragma once

#include <QApplication>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "explore/explore_workspace.h"
#include "main_window.h"
#include "number_typing.h"

namespace isochron::tests {

/// Settings and data of the running test only; call once, before any window.
inline void isolateSettings(const QTemporaryDir& folder) {
  qputenv("XDG_DATA_HOME", QFile::encodeName(folder.path()));  // runs are kept there
  QCoreApplication::setOrganizationName(QStringLiteral("IsochronTests"));
  QCoreApplication::setApplicationName(QStringLiteral("window"));
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
}

/// A window that shows Explore, with short ways to its parts.
class TestWindow : public MainWindow {
 public:
  using MainWindow::MainWindow;
  ExploreWorkspace& explore() {
    return *qobject_cast<ExploreWorkspace*>(workspace(QStringLiteral("explore")));
  }
  Document& document() { return project().drawing(); }
  FieldView& view() { return explore().view(); }
  ToolController& tools() { return explore().tools(); }
  ViewPresenter& presenter() { return explore().presenter(); }
  QString message() { return explore().message(); }
  using MainWindow::action;
  QAction* action(CommandId id) { return explore().action(id); }
  void openDirectly(const QString& path) { openFile(path, Workspace::Opening::Directly); }
};

/// A shown window whose first picture is finished; null when it does not come.
inline std::unique_ptr<TestWindow> openWindow() {
  auto window = std::make_unique<TestWindow>(MainWindow::Layout::Standard);
  window->resize(1366, 768);
  window->show();
  window->activateWindow();  // keys go to the active window, with a window manager or without
  if (!QTest::qWaitForWindowActive(window.get())) return nullptr;
  if (!QTest::qWaitFor([&] { return window->isSettled(); }, 20000)) return nullptr;
  return window;
}

/// The network has answered what is drawn now.
inline bool networkAnswers(TestWindow& window, int patience) {
  return QTest::qWaitFor(
      [&] {
        const LiveAnswer& answer = window.presenter().answer();
        return window.isSettled() && answer.complete &&
               answer.network.state == NetworkState::Answered;
      },
      patience);
}

inline QPoint pixel(TestWindow& window, Point p) { return window.view().toWidget(p).toPoint(); }

/// Moves the pointer there. It may have been left there by a test before, on the same screen, and
/// what does not move is told to no window.
inline void pointAt(TestWindow& window, Point p) {
  QTest::mouseMove(&window, {1, 1});
  QTest::mouseMove(&window.view(), pixel(window, p));
}

/// A drag with the left button through positions in km.
inline void drag(TestWindow& window, const std::vector<Point>& path) {
  QWidget* view = &window.view();
  QTest::mousePress(view, Qt::LeftButton, {}, pixel(window, path.front()));
  for (const Point& p : path) QTest::mouseMove(view, pixel(window, p));
  QTest::mouseRelease(view, Qt::LeftButton, {}, pixel(window, path.back()));
}

inline bool settle(TestWindow& window) {
  return QTest::qWaitFor([&] { return window.isSettled(); }, 20000);
}

}  // namespace isochron::tests
