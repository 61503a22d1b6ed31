// SPDX-License-Identifier: GPL-3.0-or-later
// Commands: one table of everything that menus, buttons and keys can do.
#pragma once

#include <QKeySequence>
#include <QString>
#include <vector>

namespace isochron {

enum class CommandId {
  Open,
  SaveAs,
  ExportPicture,
  ExportTraveltimes,
  ExportReceivers,
  ExportRays,
  Quit,
  Undo,
  Redo,
  ToolMove,
  ToolReceivers,
  ToolBrush,
  ToolPolygon,
  ToolLayer,
  ToolGradient,
  BrushSmaller,
  BrushLarger,
  ShowVelocity,
  ShowTraveltime,
  ShowContours,
  ShowLabels,
  ShowRays,
  ShowReceivers,
  EqualAspect,
  ZoomIn,
  ZoomOut,
  ResetZoom,
  ResetLayout,
  AnotherModel,
  Shortcuts,
  About
};

enum class CommandMenu { File, Edit, Tool, View, Help };

struct Command {
  CommandId id;
  CommandMenu menu;
  QString text;  // with its mnemonic
  QKeySequence shortcut;
  QString tip;
  QString icon;  // name of a drawing in resources/icons; empty for none
  bool checkable = false;
  bool separatorBefore = false;
};

/// In the order of the menus. Translated; built on each call.
std::vector<Command> commands();

/// "Edit", with its mnemonic.
QString menuTitle(CommandMenu menu);

/// Keys and mouse gestures that are no commands: what to press, and what it does.
std::vector<std::pair<QString, QString>> gestures();

/// A page of all shortcuts and gestures as rich text.
QString shortcutsPage();

}  // namespace isochron
