// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "icons.h"

namespace isochron {

WorkspaceBar::WorkspaceBar(const std::vector<WorkspaceInfo>& workspaces, QWidget* parent)
    : QWidget(parent), workspaces_(workspaces) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 1, 0, 1);
  layout->setSpacing(2);
  for (const WorkspaceInfo& info : workspaces_) {
    auto* button = new QToolButton(this);
    button->setText(info.title);
    button->setToolTip(
        QStringLiteral("%1 (%2)\n%3")
            .arg(info.title, info.shortcut.toString(QKeySequence::NativeText), info.tip));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize({18, 18});
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    const int index = static_cast<int>(buttons_.size());
    connect(button, &QToolButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
    layout->addWidget(button);
    buttons_.push_back(button);
  }
  refreshIcons();
}

void WorkspaceBar::setCurrent(int index) {
  for (std::size_t i = 0; i < buttons_.size(); ++i)
    buttons_[i]->setChecked(static_cast<int>(i) == index);
}

void WorkspaceBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) refreshIcons();
  QWidget::changeEvent(event);
}

void WorkspaceBar::refreshIcons() {
  for (std::size_t i = 0; i < buttons_.size(); ++i)
    buttons_[i]->setIcon(lineIcon(workspaces_[i].icon, palette()));
}

}  // namespace isochron
