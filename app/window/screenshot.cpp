// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include <QApplication>
#include <QOpenGLWidget>
#include <QPixmap>
#include <QSaveFile>
#include <cstdio>

#include "main_window.h"

namespace isochron {
namespace {

int refuse(const QString& sentence) {
  std::fprintf(stderr, "isochron: %s\n", qPrintable(sentence));
  return 2;
}

int write(const QPixmap& picture, const QString& path) {
  QSaveFile file(path);
  const bool written =
      file.open(QIODevice::WriteOnly) && picture.save(&file, "PNG") && file.commit();
  if (written) return 0;
  return refuse(QApplication::translate("Screenshot",
                                        "%1: cannot be written: %2; choose a folder where you may "
                                        "write")
                    .arg(path, file.errorString()));
}

}  // namespace

int takeScreenshot(MainWindow& window, const QString& path, const QString& file) {
  QString problem;
  QObject::connect(&window, &MainWindow::openFailed, &window, [&](const QString& sentence) {
    problem = sentence;
    QApplication::exit(1);
  });
  // Once all is computed, one more frame of the view shows it.
  const auto whenSettled = [&] {
    QOpenGLWidget* view = nullptr;
    for (QOpenGLWidget* candidate : window.findChildren<QOpenGLWidget*>())
      if (candidate->isVisible()) view = candidate;
    if (view == nullptr) return QApplication::exit(0);
    QObject::connect(
        view, &QOpenGLWidget::frameSwapped, &window, [] { QApplication::exit(0); },
        Qt::QueuedConnection);
    view->update();
  };
  QObject::connect(&window, &MainWindow::settled, &window, whenSettled, Qt::SingleShotConnection);
  if (!file.isEmpty()) window.openFile(file, Workspace::Opening::Directly);
  window.show();
  const int status = QApplication::exec();
  if (status != 0) return refuse(problem);
  return write(window.grab(), path);
}

}  // namespace isochron
