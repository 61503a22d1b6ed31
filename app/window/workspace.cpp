// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace.h"

#include <QDockWidget>
#include <QScrollArea>

namespace isochron {

Workspace::Workspace(QWidget* parent) : QMainWindow(parent, Qt::Widget) {
  setDockNestingEnabled(true);
}

QDockWidget* Workspace::addPanel(const QString& name, const QString& title, QWidget* content,
                                 Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(name);
  dock->setWidget(content);
  addDockWidget(area, dock);
  return dock;
}

QWidget* Workspace::scrolling(QWidget* content) {
  auto* area = new QScrollArea;
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setMinimumWidth(content->minimumSizeHint().width() + 16);
  return area;
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
