// SPDX-License-Identifier: GPL-3.0-or-later
// FrameCommands: what the window can do whichever workspace is shown.
#pragma once

#include "command.h"

namespace isochron {

enum class FrameCommandId {
  New,
  Open,
  Save,
  SaveAs,
  Quit,
  Undo,
  Redo,
  LightColours,
  DarkColours,
  SystemColours,
  ResetLayout,
  Shortcuts,
  About
};

/// Translated; built on each call.
CommandTable<FrameCommandId> frameCommands();

/// Version and licence, in a box beside `parent`.
void showAbout(QWidget* parent);

}  // namespace isochron
