// SPDX-License-Identifier: GPL-3.0-or-later
// Workspaces: the list of all places of work, from left to right. A new one is a folder beside
// this file and a line in workspaces.cpp.
#pragma once

#include <QKeySequence>
#include <QString>
#include <functional>
#include <vector>

namespace isochron {

class Project;
class Workspace;

struct WorkspaceInfo {
  QString name;  // of its settings; never shown
  QString title;
  QString icon;  // name of a drawing in resources/icons
  QKeySequence shortcut;
  QString tip;
  /// Makes it when it is first visited. Throws Error where it cannot be made.
  std::function<Workspace*(Project&)> make;
};

/// Translated; built on each call.
std::vector<WorkspaceInfo> workspaces();

/// The one that opens first, and single velocity models.
QString firstWorkspace();

/// The one that opens files of several velocity models.
QString setsWorkspace();

}  // namespace isochron
