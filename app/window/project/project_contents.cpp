// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project_contents.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Project", text); }

bool sameData(const std::shared_ptr<const DataSet>& a, const std::shared_ptr<const DataSet>& b) {
  return a == b || (a->path() == b->path() && a->layout() == b->layout());
}

/// A model in a file is what the file holds; one in no file is what it has learnt.
bool sameModel(const TrainedModel& a, const TrainedModel& b) {
  if (a.path != b.path || a.title != b.title) return false;
  return !a.path.isEmpty() || a.archive == b.archive;
}

}  // namespace

bool sameDataSets(const ProjectContents& a, const ProjectContents& b) {
  return std::equal(a.data.begin(), a.data.end(), b.data.begin(), b.data.end(), sameData);
}

QStringList differences(const ProjectContents& before, const ProjectContents& now) {
  QStringList names;
  if (before.drawing.revision != now.drawing.revision) names.append(tr("the drawing"));
  if (before.drawing.source != now.drawing.source) names.append(tr("the source"));
  if (before.drawing.receivers != now.drawing.receivers) names.append(tr("the receivers"));
  if (!sameDataSets(before, now)) names.append(tr("the data sets"));
  if (!std::equal(before.models.begin(), before.models.end(), now.models.begin(), now.models.end(),
                  sameModel))
    names.append(tr("the trained models"));
  else if (before.current != now.current)
    names.append(tr("which model answers"));
  return names;
}

}  // namespace isochron
