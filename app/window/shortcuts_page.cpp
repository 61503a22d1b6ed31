// SPDX-License-Identifier: GPL-3.0-or-later
#include "shortcuts_page.h"

#include <QCoreApplication>
#include <QDialog>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <algorithm>

namespace isochron {
namespace {

QString html(const ShortcutSection& section) {
  QString page = QStringLiteral("<h3>%1</h3><table>").arg(section.title.toHtmlEscaped());
  for (const auto& [keys, what] : section.rows)
    page += QStringLiteral("<tr><td style='padding-right:24px'><b>%1</b></td><td>%2</td></tr>")
                .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
  return page + QStringLiteral("</table>");
}

std::vector<ShortcutSection> merged(const std::vector<ShortcutSection>& sections) {
  std::vector<ShortcutSection> result;
  for (const ShortcutSection& section : sections) {
    const auto same = std::find_if(result.begin(), result.end(), [&](const ShortcutSection& other) {
      return other.title == section.title;
    });
    if (same == result.end())
      result.push_back(section);
    else
      same->rows.insert(same->rows.end(), section.rows.begin(), section.rows.end());
  }
  return result;
}

}  // namespace

void showShortcuts(const std::vector<ShortcutSection>& sections, QWidget* parent) {
  auto* dialog = new QDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(QCoreApplication::translate("ShortcutsPage", "Keyboard shortcuts"));
  auto* page = new QTextBrowser(dialog);
  QString text;
  for (const ShortcutSection& section : merged(sections)) text += html(section);
  page->setHtml(text);
  (new QVBoxLayout(dialog))->addWidget(page);
  dialog->resize(460, 620);
  dialog->show();
}

}  // namespace isochron
