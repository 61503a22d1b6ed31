// SPDX-License-Identifier: GPL-3.0-or-later
// WorkspaceBar: the buttons that lead from one workspace to another.
#pragma once

#include <QWidget>
#include <vector>

#include "workspaces.h"

class QToolButton;

namespace isochron {

class WorkspaceBar : public QWidget {
  Q_OBJECT
 public:
  explicit WorkspaceBar(const std::vector<WorkspaceInfo>& workspaces, QWidget* parent = nullptr);

  /// Shows without telling.
  void setCurrent(int index);
  QToolButton* button(int index) const { return buttons_.at(static_cast<std::size_t>(index)); }

 Q_SIGNALS:
  void chosen(int index);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refreshIcons();

  std::vector<WorkspaceInfo> workspaces_;
  std::vector<QToolButton*> buttons_;
};

}  // namespace isochron
