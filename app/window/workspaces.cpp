// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspaces.h"

#include <QCoreApplication>

#include "data/data_workspace.h"
#include "explore/explore_workspace.h"
#include "latents/latents_workspace.h"
#include "train/train_workspace.h"

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Workspaces", text); }

QString name(const char* text) { return QString::fromLatin1(text); }

QKeySequence key(int number) { return {Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)}; }

template <class Place>
Workspace* make(Project& project) {
  return new Place(project);
}

}  // namespace

std::vector<WorkspaceInfo> workspaces() {
  return {
      {name("data"), tr("Data"), name("data"), key(1),
       tr("Open, make and look at data sets of velocity models."), make<DataWorkspace>},
      {name("latents"), tr("Latents"), name("latents"), key(2),
       tr("See how latents represent velocity models, and interpolate between models."),
       make<LatentsWorkspace>},
      {name("train"), tr("Train"), name("train"), key(3),
       tr("Train networks on a data set, and follow loss and error."), make<TrainWorkspace>},
      {name("explore"), tr("Explore"), name("explore"), key(4),
       tr("Draw a velocity model and see its traveltimes, of the solver and of a network."),
       make<ExploreWorkspace>},
  };
}

QString firstWorkspace() { return name("explore"); }

QString setsWorkspace() { return name("data"); }

}  // namespace isochron
