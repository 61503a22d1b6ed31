// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace.h"

#include <QDockWidget>

namespace isochron {

Workspace::Workspace(QWidget* parent) : QMainWindow(parent, Qt::Widget) {
  setDockNestingEnabled(true);
}

void Workspace::hideEvent(QHideEvent* event) {
  for (QDockWidget* dock : findChildren<QDockWidget*>(Qt::FindDirectChildrenOnly)) {
    if (!dock->isFloating() || !dock->isVisible()) continue;
    dock->hide();
    hiddenDocks_.append(dock);
  }
  QMainWindow::hideEvent(event);
}

void Workspace::showEvent(QShowEvent* event) {
  for (QWidget* dock : std::as_const(hiddenDocks_)) dock->show();
  hiddenDocks_.clear();
  QMainWindow::showEvent(event);
}

}  // namespace isochron
