// SPDX-License-Identifier: GPL-3.0-or-later
// ProjectContents: all that a project file holds, as values that cross threads.
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "data/dataset.h"
#include "project/document.h"
#include "project/model_library.h"
#include "project/set_split.h"

namespace isochron {

/// When contents were taken: of two in one running program, the larger number is the later.
struct ProjectMoment {
  QString program;
  std::int64_t number = 0;
};

struct ProjectContents {
  ProjectMoment moment;
  DocumentState drawing;
  /// The velocities differ from the file or the generator that the drawing came from.
  bool drawingUnsaved = false;
  std::vector<std::shared_ptr<const DataSet>> data;
  int chosenData = -1;  // which of them is chosen, from 0; -1: the last
  SplitSettings split;
  /// Without those that come with the program and do not answer. A model without a path is stored
  /// in the project itself.
  std::vector<TrainedModel> models;
  /// Which of them answers, from 0; -1: the solver alone.
  int current = -1;
  /// What was referred to and could not be found, as the file has it, to be written again.
  Json missing = Json::object();

  // --- how it is looked at
  // ------------------------------------------------------------------------
  Json workspaces = Json::object();  // the state of each, by its name
  QString workspace;                 // the one that is shown
};

/// The same files, read in the same way.
bool sameDataSets(const ProjectContents& a, const ProjectContents& b);

/// "the drawing", "the receivers", "2 data sets": what differs, for people. How it is looked at
/// does not count.
QStringList differences(const ProjectContents& before, const ProjectContents& now);

/// What opening a project gives.
struct OpenedProject {
  ProjectContents contents;
  QString path;               // the file that it is saved to; empty: not yet
  QString title;              // "salt"
  QString problems;           // what could not be found, in one sentence; empty: all was there
  bool sessionEnded = false;  // autosaved because the session ended, not left by a crash
};

}  // namespace isochron
