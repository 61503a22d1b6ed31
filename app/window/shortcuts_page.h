// SPDX-License-Identifier: GPL-3.0-or-later
// ShortcutsPage: all keys and mouse gestures, to read.
#pragma once

#include <QString>
#include <optional>
#include <utility>
#include <vector>

#include "command.h"

class QWidget;

namespace isochron {

struct ShortcutSection {
  QString title;
  std::vector<std::pair<QString, QString>> rows;  // what to press, and what it does
};

/// The commands that have a key, a section for each menu; `ownTitle` names CommandMenu::Own.
template <class Id>
std::vector<ShortcutSection> sectionsOf(const CommandTable<Id>& table, QString ownTitle = {}) {
  std::vector<ShortcutSection> sections;
  std::optional<CommandMenu> menu;
  ownTitle.remove(QLatin1Char('&'));
  for (const auto& [id, command] : table) {
    if (command.shortcut.isEmpty()) continue;
    if (menu != command.menu) {
      menu = command.menu;
      QString title = menu == CommandMenu::Own ? ownTitle : menuTitle(*menu);
      sections.push_back({title.remove(QLatin1Char('&')), {}});
    }
    sections.back().rows.emplace_back(command.shortcut.toString(QKeySequence::NativeText),
                                      plainText(command));
  }
  return sections;
}

/// In a window of its own beside `parent`. Sections of the same title are put together.
void showShortcuts(const std::vector<ShortcutSection>& sections, QWidget* parent);

}  // namespace isochron
