// SPDX-License-Identifier: GPL-3.0-or-later
#include "frame_commands.h"

#include <QCoreApplication>
#include <QMessageBox>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Commands", text); }

QString icon(const char* name) { return QString::fromLatin1(name); }

}  // namespace

CommandTable<FrameCommandId> frameCommands() {
  using enum FrameCommandId;
  using enum CommandMenu;
  return {
      {New,
       {File,
        tr("&New project"),
        keys("Ctrl+N"),
        tr("Start a new project, as when the program opens."),
        {}}},
      {Open,
       {File, tr("&Open…"), keys("Ctrl+O"),
        tr("Open a project, a picture that holds one, a velocity model, a trained model."),
        icon("open")}},
      {Save,
       {File, tr("&Save project"), keys("Ctrl+S"),
        tr("Save drawing, data sets, models and views in one file."), icon("save")}},
      {SaveAs,
       {File,
        tr("Save project &as…"),
        keys("Ctrl+Shift+S"),
        tr("Save it under another name."),
        {}}},
      {Quit, {File, tr("&Quit"), keys("Ctrl+Q"), tr("Close the program."), {}, false, true}},
      {Undo, {Edit, tr("&Undo"), keys("Ctrl+Z"), tr("Take the last edit back."), icon("undo")}},
      {Redo, {Edit, tr("&Redo"), keys("Ctrl+Shift+Z"), tr("Do it again."), icon("redo")}},
      {LightColours,
       {View, tr("&Light colours"), {}, tr("Dark text on a light ground."), {}, true, true}},
      {DarkColours, {View, tr("&Dark colours"), {}, tr("Light text on a dark ground."), {}, true}},
      {SystemColours,
       {View, tr("Colours of the s&ystem"), {}, tr("The colours of the desktop."), {}, true}},
      {ResetLayout,
       {View,
        tr("&Reset window layout"),
        {},
        tr("Put panels and tool bars back where they were at first."),
        {},
        false,
        true}},
      {Shortcuts,
       {Help, tr("&Keyboard shortcuts"), keys("F1"), tr("All keys and mouse gestures."), {}}},
      {About, {Help, tr("&About Isochron"), {}, tr("Version and licence."), {}}},
  };
}

void showAbout(QWidget* parent) {
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Isochron"),
                              tr("<h3>Isochron %1</h3><p>A workbench for seismic traveltimes: "
                                 "draw or load a velocity model and see its first arrivals.</p>"
                                 "<p>Free software under the GNU General Public License, "
                                 "version 3 or later.</p>")
                                  .arg(QStringLiteral(ISOCHRON_VERSION)),
                              QMessageBox::Close, parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setIconPixmap(parent->windowIcon().pixmap(64));
  box->open();
}

}  // namespace isochron
