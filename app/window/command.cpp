// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include <QCoreApplication>

#include "icons.h"

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Commands", text); }

QString tipWithKey(const Command& command) {
  const QString key = command.shortcut.toString(QKeySequence::NativeText);
  return QStringLiteral("%1%2\n%3")
      .arg(plainText(command), key.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(key),
           command.tip);
}

}  // namespace

QAction* makeAction(const Command& command, QObject* parent) {
  auto* action = new QAction(command.text, parent);
  action->setShortcut(command.shortcut);
  action->setCheckable(command.checkable);
  action->setToolTip(tipWithKey(command));
  action->setWhatsThis(action->toolTip());
  return action;
}

void refreshIcon(QAction& action, const Command& command, const QPalette& palette) {
  action.setIcon(lineIcon(command.icon, palette));
}

QString plainText(const Command& command) {
  QString text = command.text;
  return text.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
}

QString menuTitle(CommandMenu menu) {
  switch (menu) {
    case CommandMenu::File:
      return tr("&File");
    case CommandMenu::Edit:
      return tr("&Edit");
    case CommandMenu::Own:
      return {};
    case CommandMenu::View:
      return tr("&View");
    case CommandMenu::Help:
      return tr("&Help");
  }
  return {};
}

}  // namespace isochron
