// SPDX-License-Identifier: GPL-3.0-or-later
// Command: what menus, buttons and keys can do, as rows of tables; and the actions made of them.
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QPalette>
#include <QString>
#include <map>
#include <utility>
#include <vector>

namespace isochron {

/// Own: between Edit and View, named by the workspace.
enum class CommandMenu { File, Edit, Own, View, Help };

struct Command {
  CommandMenu menu;
  QString text;  // with its mnemonic
  QKeySequence shortcut;
  QString tip;
  QString icon;  // name of a drawing in resources/icons; empty for none
  bool checkable = false;
  bool separatorBefore = false;
};

/// In the order of the menus.
template <class Id>
using CommandTable = std::vector<std::pair<Id, Command>>;

/// "Ctrl+E", for tables.
inline QKeySequence keys(const char* sequence) {
  return QKeySequence(QString::fromLatin1(sequence));
}

/// Its tool tip is its "what's this", too, to come back to where the tip told for a while why the
/// command cannot be used.
QAction* makeAction(const Command& command, QObject* parent);
void refreshIcon(QAction& action, const Command& command, const QPalette& palette);
/// "&Zoom in…" as "Zoom in".
QString plainText(const Command& command);
/// "Edit", with its mnemonic.
QString menuTitle(CommandMenu menu);

/// The actions of a table. They belong to `parent`.
template <class Id>
class Actions {
 public:
  Actions(CommandTable<Id> table, QObject* parent) : table_(std::move(table)) {
    for (const auto& [id, command] : table_) {
      if (command.separatorBefore) {
        auto* separator = new QAction(parent);
        separator->setSeparator(true);
        entries_[command.menu].append(separator);
      }
      QAction* action = makeAction(command, parent);
      actions_[id] = action;
      entries_[command.menu].append(action);
    }
  }

  QAction* operator[](Id id) const { return actions_.at(id); }
  bool contains(Id id) const { return actions_.contains(id); }
  /// With its separators.
  QList<QAction*> entries(CommandMenu menu) const {
    const auto found = entries_.find(menu);
    return found == entries_.end() ? QList<QAction*>() : found->second;
  }
  void refreshIcons(const QPalette& palette) const {
    for (const auto& [id, command] : table_) refreshIcon(*actions_.at(id), command, palette);
  }

 private:
  CommandTable<Id> table_;
  std::map<Id, QAction*> actions_;
  std::map<CommandMenu, QList<QAction*>> entries_;
};

}  // namespace isochron
