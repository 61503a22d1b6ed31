// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latents_commands.h"

#include <QCoreApplication>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Commands", text); }

}  // namespace

CommandTable<LatentsCommandId> latentsCommands() {
  using enum LatentsCommandId;
  constexpr auto kFile = CommandMenu::File;
  constexpr auto kOwn = CommandMenu::Own;
  constexpr auto kView = CommandMenu::View;
  return {
      {OpenLatents,
       {kFile,
        tr("&Open latents…"),
        keys("Ctrl+Shift+O"),
        tr("Open a trained autoencoder, principal components or a latentPINN."),
        {}}},
      {ExportPicture,
       {kFile,
        tr("Export &picture…"),
        keys("Ctrl+E"),
        tr("Write the picture of the walk as PNG or SVG."),
        {},
        false,
        true}},
      {ExportMap,
       {kFile,
        tr("Export &map…"),
        keys("Ctrl+Shift+E"),
        tr("Write the models of the map with scores, errors and latents as CSV."),
        {}}},
      {ChooseDrawing,
       {kOwn, tr("Choose the &drawing"), keys("D"), tr("Look at the drawing of Explore."), {}}},
      {UseInExplore,
       {kOwn,
        tr("&Use in Explore"),
        keys("U"),
        tr("Make the decoded model the drawing: one undo step."),
        {}}},
      {ResetWalk,
       {kOwn,
        tr("&Reset the walk"),
        keys("R"),
        tr("Back to the start of the walk."),
        {},
        false,
        true}},
      {SetFirst,
       {kOwn,
        tr("Walk from the chosen model (&A)"),
        keys("Shift+A"),
        tr("The walk between two models begins at the chosen one."),
        {}}},
      {SetSecond,
       {kOwn,
        tr("Walk to the chosen model (&B)"),
        keys("Shift+B"),
        tr("The walk between two models ends at the chosen one."),
        {}}},
      {ShowContours,
       {kView, tr("&Contours"), keys("C"), tr("Lines of equal traveltime."), {}, true}},
      {EqualAspect,
       {kView,
        tr("E&qual aspect"),
        keys("A"),
        tr("A kilometre of depth as long as one of distance."),
        {},
        true}},
      {WholePictures,
       {kView,
        tr("&Whole models"),
        keys("Ctrl+0"),
        tr("Show all of the models."),
        {},
        false,
        true}},
      {WholeMap, {kView, tr("Whole &map"), keys("Ctrl+9"), tr("Show all points of the map."), {}}},
  };
}

QString latentsMenuTitle() { return tr("&Latents"); }

ShortcutSection latentsGestures() {
  return {tr("On the latent map"),
          {{tr("Click on a point"), tr("Choose the model")},
           {tr("Pointer over a point"), tr("See the model")},
           {tr("Left, Right, Up, Down"), tr("The next model in that direction")},
           {tr("Wheel, + and −"), tr("Zoom")},
           {tr("Drag"), tr("Move the map")},
           {tr("Home, double click"), tr("Show all models")},
           {tr("Drag the star in the walk's picture"), tr("Move the source")}}};
}

}  // namespace isochron
