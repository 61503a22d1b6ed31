// SPDX-License-Identifier: GPL-3.0-or-later
// ExploreCommands: one table of everything that Explore's menus, buttons and keys can do.
#pragma once

#include "command.h"
#include "shortcuts_page.h"

namespace isochron {

enum class CommandId {
  Open,
  OpenNetwork,
  ExportVelocity,
  ExportPicture,
  ExportTraveltimes,
  ExportReceivers,
  ExportRays,
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
  ShowError,
  ShowResidual,
  ShowReadBack,
  ShowReconstruction,
  ShowContours,
  ShowLabels,
  ShowRays,
  ShowReceivers,
  EqualAspect,
  ZoomIn,
  ZoomOut,
  ResetZoom,
  AnotherModel,
  Refine,
  Compare
};

/// In the order of the menus. Translated; built on each call.
CommandTable<CommandId> exploreCommands();

/// "&Tool".
QString toolMenuTitle();

/// Keys and mouse gestures that are no commands: what to press, and what it does.
ShortcutSection gestures();

}  // namespace isochron
