// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/explore_commands.h"

#include <QCoreApplication>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Commands", text); }

QString icon(const char* name) { return QString::fromLatin1(name); }

CommandTable<CommandId> fileCommands() {
  using enum CommandId;
  constexpr auto kFile = CommandMenu::File;
  return {{Open,
           {kFile, tr("Open velocity &model…"), keys("Ctrl+M"),
            tr("Open a velocity model from a file."), icon("open"), false, true}},
          {OpenNetwork,
           {kFile,
            tr("Open trained &network…"),
            keys("Ctrl+Shift+O"),
            tr("Open a trained latentPINN, whose traveltimes are shown beside the solver's."),
            {}}},
          {ExportPicture,
           {kFile, tr("Export &picture…"), keys("Ctrl+E"), tr("Write the picture as PNG or SVG."),
            icon("picture"), false, true}},
          {ExportVelocity,
           {kFile,
            tr("Export &velocity model…"),
            {},
            tr("Write the velocities as npy, csv, vti or raw float32."),
            {}}},
          {ExportTraveltimes,
           {kFile,
            tr("Export &traveltimes…"),
            keys("Ctrl+Shift+E"),
            tr("Write the solver's traveltimes at all nodes as npy, csv, vti or raw float32."),
            {}}},
          {ExportReceivers,
           {kFile,
            tr("Export &receivers…"),
            {},
            tr("Write the receivers and the solver's traveltimes to them as csv."),
            {}}},
          {ExportRays,
           {kFile,
            tr("Export ra&ys…"),
            {},
            tr("Write the points of the rays to the receivers as csv."),
            {}}}};
}

CommandTable<CommandId> editCommands() {
  using enum CommandId;
  constexpr auto kEdit = CommandMenu::Edit;
  return {
      {Refine,
       {kEdit,
        tr("Re&fine the network's traveltimes"),
        keys("F"),
        tr("Improve the network's traveltimes for this drawing by lessening the eikonal residual."),
        {}}},
      {Compare,
       {kEdit,
        tr("Compare with a PINN trained ane&w…"),
        {},
        tr("Train a PINN for this drawing and source alone, and measure it beside the network and "
           "the solver."),
        {}}},
      {AnotherModel,
       {kEdit,
        tr("&Another model"),
        keys("M"),
        tr("Make another model of the last kind, with the next seed."),
        {}}}};
}

CommandTable<CommandId> toolCommands() {
  using enum CommandId;
  constexpr auto kTool = CommandMenu::Own;
  return {{ToolMove,
           {kTool, tr("&Move"), keys("V"),
            tr("Drag the source and the receivers; with rays on, click for the ray from there."),
            icon("move"), true}},
          {ToolReceivers,
           {kTool, tr("&Receivers"), keys("E"), tr("Place receivers by clicking."),
            icon("receivers"), true}},
          {ToolBrush,
           {kTool, tr("&Brush"), keys("B"), tr("Paint, add or smooth velocities."), icon("brush"),
            true}},
          {ToolPolygon,
           {kTool, tr("&Polygon"), keys("P"), tr("Draw a body and fill it with one velocity."),
            icon("polygon"), true}},
          {ToolLayer,
           {kTool, tr("&Layer"), keys("L"), tr("Fill between two depths with one velocity."),
            icon("layer"), true}},
          {ToolGradient,
           {kTool, tr("&Gradient"), keys("G"),
            tr("Fill between two depths with velocities that change linearly with depth."),
            icon("gradient"), true}},
          {BrushSmaller,
           {kTool,
            tr("Brush &smaller"),
            keys("["),
            tr("Make the brush a quarter smaller."),
            {},
            false,
            true}},
          {BrushLarger,
           {kTool, tr("Brush &larger"), keys("]"), tr("Make the brush a third larger."), {}}}};
}

CommandTable<CommandId> viewCommands() {
  using enum CommandId;
  constexpr auto kView = CommandMenu::View;
  return {
      {ShowVelocity, {kView, tr("&Velocity"), keys("1"), tr("Colours show velocities."), {}, true}},
      {ShowTraveltime,
       {kView,
        tr("&Traveltime"),
        keys("2"),
        tr("Colours show the solver's traveltimes."),
        {},
        true}},
      {ShowError,
       {kView,
        tr("E&rror"),
        keys("3"),
        tr("Colours show |T network − T solver| in ms."),
        {},
        true}},
      {ShowResidual,
       {kView,
        tr("Re&sidual"),
        keys("4"),
        tr("Colours show how much the network's traveltimes violate the eikonal equation: |v |∇T| "
           "− 1|."),
        {},
        true}},
      {ShowReadBack,
       {kView,
        tr("Read-&back velocity"),
        keys("5"),
        tr("Colours show the velocity 1 / |∇T| that the network's traveltimes imply."),
        {},
        true}},
      {ShowReconstruction,
       {kView,
        tr("Reco&nstruction"),
        keys("6"),
        tr("Colours show the velocities decoded from the latents: what the network knows of the "
           "drawing."),
        {},
        true}},
      {ShowContours,
       {kView, tr("&Contours"), keys("C"), tr("Lines of equal traveltime."), {}, true, true}},
      {ShowLabels,
       {kView,
        tr("Contour &labels"),
        keys("Shift+C"),
        tr("The traveltime in seconds on the contours."),
        {},
        true}},
      {ShowRays,
       {kView, tr("R&ays"), keys("Y"),
        tr("Rays of the first arrivals from the source to the receivers."), icon("rays"), true}},
      {ShowReceivers,
       {kView, tr("Rec&eivers"), keys("Shift+E"), tr("Show the receivers."), {}, true}},
      {EqualAspect,
       {kView,
        tr("E&qual aspect"),
        keys("A"),
        tr("A kilometre of depth as long as one of distance."),
        {},
        true}},
      {ZoomIn,
       {kView, tr("Zoom &in"), keys("Ctrl++"), tr("Zoom in on the middle."), {}, false, true}},
      {ZoomOut, {kView, tr("Zoom &out"), keys("Ctrl+-"), tr("Zoom out."), {}}},
      {ResetZoom,
       {kView, tr("&Whole model"), keys("Ctrl+0"), tr("Show all of the model."), icon("fit")}}};
}

}  // namespace

CommandTable<CommandId> exploreCommands() {
  CommandTable<CommandId> all;
  for (const auto& part : {fileCommands(), editCommands(), toolCommands(), viewCommands()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

QString toolMenuTitle() { return tr("&Tool"); }

ShortcutSection gestures() {
  return {
      tr("In the view and the panels"),
      {{tr("Wheel"), tr("Zoom about the pointer")},
       {tr("Middle button, Space + drag"), tr("Move the picture")},
       {tr("Double click on an axis"), tr("Show all of the model")},
       {tr("Drag the star"), tr("Move the source")},
       {tr("Drag a triangle"), tr("Move a receiver")},
       {tr("Right click on a triangle"), tr("Remove a receiver")},
       {tr("Enter"), tr("Fill the polygon that is being drawn; take the number that is typed")},
       {tr("Backspace"), tr("Remove the polygon's last corner")},
       {tr("Esc"), tr("Drop the stroke or polygon that is being drawn; take back what is typed")},
       {tr("Double click on a control's name"), tr("Its default value")}}};
}

}  // namespace isochron
