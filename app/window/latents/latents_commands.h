// SPDX-License-Identifier: GPL-3.0-or-later
// LatentsCommands: one table of what Latents' menus, buttons and keys can do.
#pragma once

#include "command.h"
#include "shortcuts_page.h"

namespace isochron {

enum class LatentsCommandId {
  OpenLatents,
  ExportMap,
  ExportPicture,
  ChooseDrawing,
  UseInExplore,
  ResetWalk,
  SetFirst,
  SetSecond,
  ShowContours,
  EqualAspect,
  WholePictures,
  WholeMap
};

/// In the order of the menus. Translated; built on each call.
CommandTable<LatentsCommandId> latentsCommands();

/// "&Latents".
QString latentsMenuTitle();

/// Keys and mouse gestures that are no commands.
ShortcutSection latentsGestures();

}  // namespace isochron
