// SPDX-License-Identifier: GPL-3.0-or-later
// Project files: a whole project in one file, or inside a picture of it.
#pragma once

#include <QByteArray>
#include <QString>
#include <stop_token>
#include <string>

#include "project/project_contents.h"

namespace isochron {

/// The newest layout of what is described below. Newer files are refused, older ones are read.
inline constexpr int kProjectVersion = 1;

/// ".isochron-project", by which a user tells a project from a model; the program looks inside.
QString projectSuffix();

/// A project file is an Archive (training/archive.h) of the kind "project". Its arrays are
/// "velocity" (float64, [iz, ix], km/s) and "models/<i>" (bytes: archives of models that lie in no
/// other file). Its metadata are "project_version", "title", "drawing" (origin, grid, source,
/// receivers in km), "data" and "models" (references: an absolute path and the path from the
/// project's folder, which comes first, and how a data set is read), "chosen_data" (number of a
/// data set, or null), "split" (validation, test, seed), "answers" (number of a model, or null),
/// "workspaces", "workspace", "program" and "moment" (ProjectMoment), and of an autosaved project
/// "file", the project that it belongs to, and "session_ended", where that was why it was written.
/// Numbers come back exactly.

/// Where and under which name a project is written.
struct ProjectPlace {
  QString title;
  QString folder;             // that paths are relative to; empty: absolute paths alone
  QString file;               // of an autosaved project: where it belongs; empty: nowhere yet
  bool sessionEnded = false;  // it was autosaved because the session ended
};

/// For a project that is saved to this file.
ProjectPlace placeOf(const QString& path);

/// The file's bytes. Any thread.
std::string projectBytes(const ProjectContents& contents, const ProjectPlace& place);
/// Replaces the file as a whole or not at all. Throws Error. Any thread.
void writeProject(const ProjectContents& contents, const ProjectPlace& place, const QString& path);

/// True for a project file and for a picture that holds one, by their first bytes; they may be
/// damaged all the same.
bool holdsProject(const QString& path);
/// Opens what it refers to. Throws Error for what is no project, damaged, or newer than this
/// program, and Cancelled where `stop` is raised; what is missing beside it is told in the result.
/// Any thread; may take long.
OpenedProject readProject(const QString& path, const std::stop_token& stop = {});
/// The same for an autosaved one: its path is that of the project that it belongs to.
OpenedProject readAutosaved(const QString& path, const std::stop_token& stop = {});
/// True where the program that autosaved it has saved it since, all of it, in its own file.
bool isInItsFile(const OpenedProject& autosaved);

/// A PNG with the project inside. Throws Error.
QByteArray pictureWithProject(const QByteArray& png, const ProjectContents& contents,
                              const ProjectPlace& place);

}  // namespace isochron
