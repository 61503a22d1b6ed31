// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/data_commands.h"

#include <QCoreApplication>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Commands", text); }

}  // namespace

CommandTable<DataCommandId> dataCommands() {
  using enum DataCommandId;
  using enum CommandMenu;
  const QString none;
  return {
      {Open,
       {File, tr("Open &data set…"), keys("Ctrl+D"), tr("Open a file of velocity models."),
        QStringLiteral("open")}},
      {ExportModels,
       {File, tr("&Export models…"), keys("Ctrl+E"),
        tr("Write the selected models, or all that are shown, to an npy file."), none, false,
        true}},
      {ExportStatistics,
       {File, tr("Export &statistics…"), none,
        tr("Write number, part, minimum, mean and maximum velocity of every model as CSV."), none}},
      {ExportHistogram,
       {File, tr("Export &histogram…"), none, tr("Write the bars of the histogram as CSV."), none}},
      {SelectAll,
       {Edit, tr("Select &all models"), keys("Ctrl+A"), tr("All that are shown."), none}},
      {Generate,
       {Own, tr("&Generate…"), keys("G"), tr("Generate a data set of models of one kind."), none}},
      {Remove,
       {Own, tr("&Remove"), keys("Del"),
        tr("Take the chosen data set out of the project; its file stays. Undo brings it back."),
        none}},
      {Use,
       {Own, tr("&Use model in Explore"), none,
        tr("Load the chosen model into Explore; one undo step."), none, false, true}},
      {ShowAll, {View, tr("&All models"), keys("1"), tr("The gallery shows all models."), none}},
      {ShowTraining,
       {View, tr("&Training only"), keys("2"), tr("The gallery shows the models for training."),
        none}},
      {ShowValidation,
       {View, tr("Valida&tion only"), keys("3"), tr("The gallery shows the models for validation."),
        none}},
      {ShowTest,
       {View, tr("T&est only"), keys("4"), tr("The gallery shows the models for the final test."),
        none}},
  };
}

QString dataMenuTitle() { return tr("&Data"); }

ShortcutSection galleryGestures() {
  return {tr("Gallery"),
          {{tr("Arrows, Page up, Page down"), tr("Choose a model")},
           {tr("Home, End"), tr("The first and the last model")},
           {tr("Shift or Ctrl with them, or a click"), tr("Select several")},
           {tr("Enter, double click"), tr("Use the model in Explore")},
           {tr("Ctrl + wheel"), tr("Size of the pictures")},
           {tr("Left, Right in the histogram"), tr("Read the bar before and after")}}};
}

}  // namespace isochron
