// SPDX-License-Identifier: GPL-3.0-or-later
// DataCommands: what the Data workspace can do, as rows of a table.
#pragma once

#include "command.h"
#include "shortcuts_page.h"

namespace isochron {

enum class DataCommandId {
  Open,
  ExportModels,
  ExportStatistics,
  ExportHistogram,
  SelectAll,
  Generate,
  Remove,
  Use,
  ShowAll,
  ShowTraining,
  ShowValidation,
  ShowTest,
};

/// Translated; built on each call.
CommandTable<DataCommandId> dataCommands();
/// Of CommandMenu::Own.
QString dataMenuTitle();
/// What the mouse and the keys do in the gallery.
ShortcutSection galleryGestures();

}  // namespace isochron
